using System.Diagnostics;
using Npgsql;

namespace Paretune.Grains.Ledger;

/// <summary>Opens the PostgreSQL database that all silos of a cluster share: one pool for the ledger and for Orleans' membership.</summary>
public static class PostgresDatabase
{
    /// <summary>The session setting that holds, as an interval, how far this silo's clock is ahead of the database's.</summary>
    internal const string Skew = "paretune.skew";

    // A write is one statement, so a silo needs few connections. Ten silos must fit into PostgreSQL's default of 100.
    private const int Connections = 8;
    private const int PreparedStatements = 16;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Opens the database and brings its tables up to date; safe when many silos start at once.</summary>
    /// <param name="connection">An Npgsql connection string. Pool size and timeouts that it omits are set.</param>
    /// <param name="patience">How long to wait for a database that does not answer yet, however long each attempt takes.</param>
    /// <param name="waits">Receives the reason for waiting: at the first failed attempt and every ten seconds.</param>
    /// <exception cref="LedgerUnusableException">The string is malformed, the database does not answer or is from a newer
    /// version.</exception>
    public static async Task<NpgsqlDataSource> Open(
        string connection, TimeSpan patience, CancellationToken cancellation, Func<string, Task>? waits = null)
    {
        var complete = Complete(connection);
        await using var first = NpgsqlDataSource.Create(complete);
        try
        {
            await UntilItAnswers(first, patience, new(waits), cancellation);
            await PostgresSchema.Migrate(first, new(waits), cancellation);
            complete.Options = FormattableString.Invariant(
                $"{complete.Options} -c {Skew}={(await ClockAhead(first, cancellation)).TotalMilliseconds:0}ms").Trim();
            return NpgsqlDataSource.Create(complete);
        }
        catch (NpgsqlException failure)
        {
            throw new LedgerUnusableException(
                $"ConnectionStrings:Ledger must name a reachable PostgreSQL database, but: {failure.Message}", failure);
        }
    }

    private static async Task<TimeSpan> ClockAhead(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT clock_timestamp()");
        var theirs = (DateTime)(await command.ExecuteScalarAsync(cancellation))!;
        return TimeProvider.System.GetUtcNow() - theirs;
    }

    private static NpgsqlConnectionStringBuilder Complete(string connection)
    {
        try
        {
            var named = new NpgsqlConnectionStringBuilder(connection);
            var complete = new NpgsqlConnectionStringBuilder(connection) { ApplicationName = named.ApplicationName ?? "paretune" };
            if (!named.ShouldSerialize("Maximum Pool Size"))
                complete.MaxPoolSize = Connections;
            if (!named.ShouldSerialize("Max Auto Prepare"))
                (complete.MaxAutoPrepare, complete.AutoPrepareMinUsages) = (PreparedStatements, 2);
            // Kerberos is opt-in: it would cost a round trip everywhere, and log errors where its library is missing, as in container
            // images.
            if (!named.ShouldSerialize("GSS Encryption Mode"))
                complete.GssEncryptionMode = GssEncryptionMode.Disable;
            if (!named.ShouldSerialize("Command Timeout"))
                complete.CommandTimeout = (int)AnswerWithin.TotalSeconds;
            if (!named.ShouldSerialize("Timeout"))
                complete.Timeout = (int)AnswerWithin.TotalSeconds;
            return complete;
        }
        catch (ArgumentException malformed)
        {
            throw new LedgerUnusableException(
                "ConnectionStrings:Ledger must be a PostgreSQL connection string such as Host=db;Username=paretune;Database=paretune, "
                + $"but: {malformed.Message}", malformed);
        }
    }

    private static async Task UntilItAnswers(
        NpgsqlDataSource database, TimeSpan patience, WaitNotice notice, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            // There is at least one attempt. The last one is cut off when the time is up, because a host that drops packets never answers.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var left = patience - watch.Elapsed;
            limit.CancelAfter(patience == TimeSpan.Zero ? AnswerWithin : left > Pause ? left : Pause);
            string reason;
            try
            {
                await using var connection = await database.OpenConnectionAsync(limit.Token);
                return;
            }
            catch (NpgsqlException away) when (watch.Elapsed < patience && IsAway(away))
            {
                reason = away.Message;
            }
            catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
            {
                throw new NpgsqlException($"it did not answer within {watch.Elapsed.TotalSeconds:0} s", late);
            }

            var tried = $"{watch.Elapsed.TotalSeconds:0} of {patience.TotalSeconds:0} s";
            await notice.Say($"the database does not answer (waited {tried}): {reason}");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>
    /// Returns whether the database is unreachable or starting. Other errors (a wrong password, a missing database) need a user.
    /// </summary>
    private static bool IsAway(NpgsqlException failure) => failure is PostgresException refused
        ? refused.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.TooManyConnections
        : failure.IsTransient || failure.InnerException is System.Net.Sockets.SocketException or IOException;
}
