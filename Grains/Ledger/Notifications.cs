using System.Data.Common;

namespace Paretune.Grains.Ledger;

/// <summary>The SQL of <see cref="INotifications"/>. Times are Unix milliseconds, which both databases compare alike.</summary>
internal sealed class Notifications(Statements database) : INotifications
{
    /// <summary>
    /// Adds notifications to the schema. Also repairs a bug of the previous version: a search that was reopened stayed marked as ended, so
    /// it was not resumed after a restart.
    /// </summary>
    public const string Table = """
        CREATE TABLE notifications (
            id text PRIMARY KEY, search text NOT NULL, target text NOT NULL, body text NOT NULL, state text NOT NULL DEFAULT 'waiting',
            attempts integer NOT NULL DEFAULT 0, created bigint NOT NULL, due bigint NOT NULL, finished bigint,
            reason text NOT NULL DEFAULT ''
        );
        CREATE INDEX notifications_due ON notifications (due) WHERE state = 'waiting';
        CREATE INDEX notifications_search ON notifications (search);
        UPDATE searches SET ended = false WHERE ended AND NOT deleted AND state IN ('running', 'paused');
        """;

    private const string Waiting = "waiting", Delivered = "delivered", GivenUp = "given up";

    public async Task<IReadOnlyList<DueNotification>> Due(DateTimeOffset now, int most, CancellationToken cancellation) =>
        await database.All(
            $"""
            SELECT id, search, target, body, attempts FROM notifications WHERE state = '{Waiting}' AND due <= @now
            AND NOT EXISTS (SELECT 1 FROM searches WHERE searches.id = notifications.search AND deleted) ORDER BY due LIMIT @most
            """,
            [("now", now.ToUnixTimeMilliseconds()), ("most", most)],
            row => new DueNotification(row.GetString(0), new(row.GetString(1)), row.GetString(2), row.GetString(3), row.GetInt32(4)),
            cancellation);

    public async Task<bool> Take(DueNotification due, DateTimeOffset next, CancellationToken cancellation) => await database.Change(
        $"""
        UPDATE notifications SET attempts = attempts + 1, due = @next WHERE id = @id AND attempts = @attempts AND state = '{Waiting}'
        """,
        [("id", due.Id), ("attempts", due.Attempts), ("next", next.ToUnixTimeMilliseconds())], cancellation) == 1;

    public Task Failed(string id, string reason, CancellationToken cancellation) => database.Change(
        $"UPDATE notifications SET reason = @reason WHERE id = @id AND state = '{Waiting}'", [("id", id), ("reason", reason)],
        cancellation);

    public Task Finish(string id, NotificationState state, string reason, DateTimeOffset at, CancellationToken cancellation) =>
        database.Change(
            $"UPDATE notifications SET state = @state, reason = @reason, finished = @at WHERE id = @id AND state = '{Waiting}'",
            [
                ("id", id), ("state", state == NotificationState.Delivered ? Delivered : GivenUp), ("reason", reason),
                ("at", at.ToUnixTimeMilliseconds()),
            ],
            cancellation);

    public async Task<IReadOnlyList<NotificationView>> List(SearchId search, CancellationToken cancellation) => await database.All(
        "SELECT id, target, state, attempts, created, finished, due, reason FROM notifications WHERE search = @search ORDER BY created, id",
        [("search", search.Value)], View, cancellation);

    private static NotificationView View(DbDataReader row)
    {
        var state = row.GetString(2) switch
        {
            Delivered => NotificationState.Delivered,
            GivenUp => NotificationState.GivenUp,
            _ => NotificationState.Waiting,
        };
        return new(
            row.GetString(0), row.GetString(1), state, row.GetInt32(3), Time(row, 4)!.Value, Time(row, 5),
            state == NotificationState.Waiting ? Time(row, 6) : null, row.GetString(7));
    }

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
