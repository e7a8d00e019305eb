namespace Paretune.Grains.Ledger;

/// <summary>
/// The durable, append-only record. One owner at a time writes to a search: claiming it raises its generation, and an append with an older
/// generation fails, so that an activation that was replaced without noticing does no harm. Methods that other processes can call throw
/// only exceptions they know: <see cref="LedgerFencedException"/> and <see cref="LedgerUnavailableException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>Makes the caller the owner of the search, which need not exist yet.</summary>
    /// <returns>The generation that <see cref="Append"/> asks for.</returns>
    /// <exception cref="LedgerFencedException">The search was deleted.</exception>
    Task<long> Claim(SearchId search, CancellationToken cancellation);

    /// <summary>Appends all entries or none, durably. Their sequences continue from the last one without gaps.</summary>
    /// <param name="row">The search after the last of them, for lists; written with the entries or not at all, and with it the notification
    /// that the search has ended, where it names somebody to notify. Null leaves the row behind.</param>
    /// <exception cref="LedgerFencedException">Another owner has claimed the search, or a (trial, attempt, epoch) is there
    /// already.</exception>
    Task Append(SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation);

    /// <summary>
    /// The next entries of a search after <paramref name="after"/>, in order, <paramref name="most"/> at most; reads no others.
    /// </summary>
    Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation);

    /// <summary>
    /// All entries of a search, in order, for its state: a report that was answered with "continue" has its losses, accuracy and seconds,
    /// and omits what is only displayed. Several times as fast as <see cref="Read"/>.
    /// </summary>
    IAsyncEnumerable<LedgerEntry> Load(SearchId search, CancellationToken cancellation);

    /// <summary>The entries that concern one trial, in order; reads no others.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation);

    /// <summary>The entries of a search that begin and end attempts, in order; reads no others, and no reports.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation);

    /// <summary>Every search, newest first, and whether it has ended.</summary>
    Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation);

    /// <summary>The rows for lists of searches.</summary>
    ISearchRows Rows { get; }

    /// <summary>The notifications that searches have ended.</summary>
    INotifications Notifications { get; }

    /// <summary>The completed trainings, by what they depend on.</summary>
    IResults Results { get; }
}

/// <summary>Appends as the previous version did.</summary>
public static class AppendWithoutRow
{
    /// <summary>Appends entries without updating the search's row.</summary>
    public static Task Append(
        this ILedger ledger, SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation) =>
        ledger.Append(search, generation, entries, row: null, cancellation);
}

/// <summary>A search in the ledger's list. <see cref="Ended"/>: completed, failed or cancelled, and not opened again since.</summary>
public sealed record LedgerSearch(SearchId Id, bool Ended)
{
    /// <summary>Whether the search has ended after these entries; null where they do not say.</summary>
    internal static bool? HasEnded(IEnumerable<LedgerEntry> entries) =>
        entries.OfType<SearchStateChanged>().LastOrDefault()?.State.IsTerminal;
}

/// <summary>The write came from an owner that has been replaced; the activation must deactivate.</summary>
[GenerateSerializer, Alias("Paretune.LedgerFencedException")]
public sealed class LedgerFencedException(string message) : Exception(message);
