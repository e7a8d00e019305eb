namespace Paretune.Grains.Ledger;

/// <summary>
/// Stores notifications that searches have ended until they are delivered or given up. Each is written in the same transaction as the entry
/// that ends its search, so none is lost in a crash.
/// </summary>
public interface INotifications
{
    /// <summary>Returns the notifications whose next attempt is due, longest overdue first; none of deleted searches.</summary>
    Task<IReadOnlyList<DueNotification>> Due(DateTimeOffset now, int most, CancellationToken cancellation);

    /// <summary>Starts an attempt, so that no other process starts one before <paramref name="next"/>.</summary>
    /// <param name="next">When the notification is due again, unless <see cref="Finish"/> is called first.</param>
    /// <returns>Whether the caller may deliver; false if another process has started to.</returns>
    Task<bool> Take(DueNotification due, DateTimeOffset next, CancellationToken cancellation);

    /// <summary>Records why an attempt failed.</summary>
    Task Failed(string id, string reason, CancellationToken cancellation);

    /// <summary>Records that a notification was delivered or given up; it is no longer due.</summary>
    Task Finish(string id, NotificationState state, string reason, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Lists the notifications of one search, oldest first.</summary>
    Task<IReadOnlyList<NotificationView>> List(SearchId search, CancellationToken cancellation);
}

/// <summary>A message to send.</summary>
/// <param name="Id">The same in every attempt.</param>
/// <param name="Attempts">The number of attempts started so far.</param>
public sealed record DueNotification(string Id, SearchId Search, string Target, string Body, int Attempts);
