using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Paretune.Grains.Ledger;

/// <summary>The SQL of <see cref="PostgresLedger"/>; throws Npgsql's exceptions.</summary>
internal sealed class PostgresEntries(NpgsqlDataSource database)
{
    private const string AppendCommand = """
        WITH owner AS (
            UPDATE searches SET sequence = @last, ended = coalesce(@ended, ended), created = coalesce(created, @created),
                state = coalesce(@state, state), owner = coalesce(@owner, owner), dataset = coalesce(@dataset, dataset),
                words = coalesce(@words, words), tags = coalesce(@tags, tags), summary = coalesce(@summary, summary),
                summary_sequence = coalesce(@summary_sequence, summary_sequence)
            WHERE id = @search AND generation = @generation AND sequence = @before AND NOT deleted RETURNING id),
        told AS (
            INSERT INTO notifications (search, id, target, body, created, due)
            SELECT owner.id, @told, @target, @told_body, @told_at, @told_at FROM owner WHERE @told IS NOT NULL)
        INSERT INTO entries (search, sequence, type, trial, attempt, epoch, at, body, loss, accuracy, seconds, top_five, balanced,
            class_mean, result)
        SELECT owner.id, entry.*
        FROM owner, unnest(
            @sequences, @types, @trials, @attempts, @epochs, @times, @bodies, @losses, @accuracies, @seconds, @near, @balanced,
            @class_means, @results) AS entry
        """;

    public async Task<long> Claim(SearchId search, CancellationToken cancellation)
    {
        await using var command = Command(
            """
            INSERT INTO searches (id, generation) VALUES (@search, 1)
            ON CONFLICT (id) DO UPDATE SET generation = searches.generation + 1 WHERE NOT searches.deleted RETURNING generation
            """, search);
        return await command.ExecuteScalarAsync(cancellation) as long? ?? throw Deleted(search);
    }

    public async Task Append(
        SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchRow? row, NewNotification? notification,
        CancellationToken cancellation)
    {
        if (entries.Count == 0)
            return;
        var before = entries[0].Sequence - 1;
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Sequence != before + 1 + i)
                throw OutOfOrder(search, before + 1 + i, entries[i].Sequence);
        try
        {
            await using var command = Append(search, generation, before, entries, row, notification);
            if (await command.ExecuteNonQueryAsync(cancellation) == 0)
                throw await Refused(search, generation, before, cancellation);
        }
        catch (PostgresException duplicate) when (duplicate.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new LedgerFencedException($"search {search} already has {await Duplicate(search, entries, cancellation)}");
        }
    }

    public async Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation)
    {
        await using var command = Command(EntryRows.Page, search);
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("last", after + most);
        return await EntryRows.Bodies(command, cancellation);
    }

    public async IAsyncEnumerable<LedgerEntry> Load(SearchId search, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Without this setting, PostgreSQL sorts a table that grew since it was last analysed in a file, although its key gives the order.
        await using var batch =
            new NpgsqlBatch(connection, transaction) { BatchCommands = { new("SET LOCAL enable_sort = off"), new(EntryRows.Load) } };
        batch.BatchCommands[1].Parameters.AddWithValue("search", search.Value);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return EntryRows.Loaded(reader, search);
    }

    public async Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation)
    {
        await using var command = Command(EntryRows.Trial, trial.Search);
        command.Parameters.AddWithValue("trial", trial.Number);
        return await EntryRows.Bodies(command, cancellation);
    }

    public async Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation)
    {
        await using var command = Command(EntryRows.Attempts, search);
        return await EntryRows.Bodies(command, cancellation);
    }

    public async Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(EntryRows.Searches);
        return await EntryRows.Listed(command, cancellation);
    }

    private NpgsqlCommand Append(
        SearchId search, long generation, long before, IReadOnlyList<LedgerEntry> entries, SearchRow? row, NewNotification? notification)
    {
        var keys = entries.Select(EntryKey.From).ToList();
        var command = Command(AppendCommand, search);
        var values = command.Parameters;
        values.AddWithValue("generation", generation);
        values.AddWithValue("before", before);
        values.AddWithValue("last", before + entries.Count);
        values.Add(One("ended", NpgsqlDbType.Boolean, LedgerSearch.HasEnded(entries)));
        values.Add(One("told", NpgsqlDbType.Text, notification?.Id));
        values.Add(One("target", NpgsqlDbType.Text, notification?.Target));
        values.Add(One("told_body", NpgsqlDbType.Text, notification?.Body));
        values.Add(One("told_at", NpgsqlDbType.Bigint, notification?.At));
        values.AddWithValue("created", entries[0].At.ToUniversalTime());
        values.AddWithValue("sequences", entries.Select(entry => entry.Sequence).ToArray());
        values.AddWithValue("types", entries.Select(entry => entry.GetType().Name).ToArray());
        values.Add(Integers("trials", keys.Select(key => key.Trial)));
        values.Add(Integers("attempts", keys.Select(key => key.Attempt)));
        values.Add(Integers("epochs", keys.Select(key => key.Epoch)));
        values.AddWithValue("times", entries.Select(entry => entry.At.ToUniversalTime()).ToArray());
        values.AddWithValue("bodies", entries.Select(entry => JsonSerializer.Serialize(entry, ParetuneJson.Options)).ToArray());
        var slim = entries.Select(ReportColumns.From).ToList();
        values.Add(Numbers("losses", slim.Select(report => report?.Loss)));
        values.Add(Numbers("accuracies", slim.Select(report => report?.Accuracy)));
        values.Add(Numbers("seconds", slim.Select(report => report?.Seconds)));
        values.Add(Numbers("near", slim.Select(report => report?.TopFive)));
        values.Add(Numbers("balanced", slim.Select(report => report?.Balanced)));
        values.Add(Numbers("class_means", slim.Select(report => report?.ClassMean)));
        values.Add(
            new("results", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = entries.Select(Results.Format).ToArray() });
        foreach (var (name, value) in row?.Values ?? SearchRow.None)
            values.Add(new(name, name == SearchRow.SequenceColumn ? NpgsqlDbType.Bigint : NpgsqlDbType.Text) { Value = value });
        return command;
    }

    private static NpgsqlParameter One(string name, NpgsqlDbType type, object? value) => new(name, type) { Value = value ?? DBNull.Value };

    private static NpgsqlParameter Numbers(string name, IEnumerable<double?> values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Double) { Value = values.ToArray() };

    private static NpgsqlParameter Integers(string name, IEnumerable<int?> values) =>
        new(name, NpgsqlDbType.Array | NpgsqlDbType.Integer) { Value = values.ToArray() };

    /// <summary>Determines why nothing was written.</summary>
    private async Task<LedgerFencedException> Refused(SearchId search, long generation, long before, CancellationToken cancellation)
    {
        await using var command = Command("SELECT generation, sequence, deleted FROM searches WHERE id = @search", search);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (owner, last, deleted) = await reader.ReadAsync(cancellation)
            ? (reader.GetInt64(0), reader.GetInt64(1), reader.GetBoolean(2)) : (0, 0, false);
        if (deleted)
            return Deleted(search);
        return owner == generation
            ? OutOfOrder(search, last + 1, before + 1)
            : new($"search {search} is owned by generation {owner}, so generation {generation} may not write to it");
    }

    private async Task<string> Duplicate(SearchId search, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation)
    {
        var keys = entries.Select(EntryKey.From).Where(key => key.Epoch is not null).ToList();
        await using var command = Command(
            """
            SELECT 'trial ' || trial || ', attempt ' || attempt || ', epoch ' || epoch FROM entries
            JOIN unnest(@trials, @attempts, @epochs) AS key (trial, attempt, epoch) USING (trial, attempt, epoch)
            WHERE search = @search LIMIT 1
            """, search);
        command.Parameters.Add(Integers("trials", keys.Select(key => key.Trial)));
        command.Parameters.Add(Integers("attempts", keys.Select(key => key.Attempt)));
        command.Parameters.Add(Integers("epochs", keys.Select(key => key.Epoch)));
        // Null: the duplicate is within the append itself.
        return await command.ExecuteScalarAsync(cancellation) as string ?? "the same report twice";
    }

    private static LedgerFencedException Deleted(SearchId search) => new($"search {search} was deleted, so nobody can write to it");

    private static LedgerFencedException OutOfOrder(SearchId search, long expected, long got) =>
        new($"the next entry of search {search} must have sequence {expected}, but has {got}");

    private NpgsqlCommand Command(string sql, SearchId search)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("search", search.Value);
        return command;
    }
}
