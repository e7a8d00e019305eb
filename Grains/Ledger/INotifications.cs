namespace Paretune.Grains.Ledger;

/// <summary>
/// Messages that searches have ended, from the entry that ended one until they are delivered or given up. Each is written with that entry
/// or not at all, so that no crash loses one.
/// </summary>
public interface INotifications
{
    /// <summary>Those whose next try is due, the longest due first. None of searches that were deleted.</summary>
    Task<IReadOnlyList<DueNotification>> Due(DateTimeOffset now, int most, CancellationToken cancellation);

    /// <summary>Starts an attempt, so that no other process does before <paramref name="next"/>.</summary>
    /// <param name="next">When it is due again, unless <see cref="Finish"/> comes before.</param>
    /// <returns>Whether the caller may deliver; false if another process has started to.</returns>
    Task<bool> Take(DueNotification due, DateTimeOffset next, CancellationToken cancellation);

    /// <summary>Records the result of an attempt.</summary>
    Task Failed(string id, string reason, CancellationToken cancellation);

    /// <summary>It is delivered or given up, and not due any more.</summary>
    Task Finish(string id, NotificationState state, string reason, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Those of one search, the oldest first.</summary>
    Task<IReadOnlyList<NotificationView>> List(SearchId search, CancellationToken cancellation);
}

/// <summary>A message to send.</summary>
/// <param name="Id">Equal in every try at it.</param>
/// <param name="Attempts">Attempts that have been started.</param>
public sealed record DueNotification(string Id, SearchId Search, string Target, string Body, int Attempts);
