namespace Paretune.Grains.Ledger;

/// <summary>
/// Stores entries durably, append-only. Each search has one owner at a time: claiming it raises its generation, and an append with an older
/// generation fails, so an activation that was replaced without noticing cannot write. Methods that other processes can call throw only
/// exceptions that those processes can deserialize: <see cref="LedgerFencedException"/> and <see cref="LedgerUnavailableException"/>.
/// </summary>
public interface ILedger
{
    /// <summary>Makes the caller the owner of the search, which need not exist yet.</summary>
    /// <returns>The generation to pass to <see cref="Append"/>.</returns>
    /// <exception cref="LedgerFencedException">The search was deleted.</exception>
    Task<long> Claim(SearchId search, CancellationToken cancellation);

    /// <summary>Appends all entries or none, durably. Their sequences continue from the last one without gaps.</summary>
    /// <param name="row">The state of the search after the last entry, for lists. It is written in the same transaction, as is the
    /// notification that the search has ended, if the search has a target to notify. Null leaves the row out of date.</param>
    /// <exception cref="LedgerFencedException">Another owner has claimed the search, or a report of the same trial, attempt and epoch
    /// exists.</exception>
    Task Append(SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation);

    /// <summary>
    /// Returns at most <paramref name="most"/> entries of a search after <paramref name="after"/>, in order. Reads no others.
    /// </summary>
    Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation);

    /// <summary>
    /// Returns all entries of a search, in order, to rebuild its state. A report that was answered with "continue" contains only its
    /// validation loss, accuracies and seconds, and as its only class accuracy their mean. Several times as fast as <see cref="Read"/>.
    /// </summary>
    IAsyncEnumerable<LedgerEntry> Load(SearchId search, CancellationToken cancellation);

    /// <summary>Returns the entries that concern one trial, in order. Reads no others.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation);

    /// <summary>Returns the entries of a search that begin and end attempts, in order. Reads no others, in particular no reports.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation);

    /// <summary>Lists all searches, newest first, with whether each has ended.</summary>
    Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation);

    /// <summary>The rows for lists of searches.</summary>
    ISearchRows Rows { get; }

    /// <summary>The notifications that searches have ended.</summary>
    INotifications Notifications { get; }

    /// <summary>The completed trainings, indexed by everything that determines a result.</summary>
    IResults Results { get; }
}

/// <summary>Appends without a row, as the previous version did.</summary>
public static class AppendWithoutRow
{
    /// <summary>Appends entries without updating the search's row.</summary>
    public static Task Append(
        this ILedger ledger, SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellation) =>
        ledger.Append(search, generation, entries, row: null, cancellation);
}

/// <summary>A search in the ledger's list. <see cref="Ended"/>: completed, failed or cancelled, and not reopened since.</summary>
public sealed record LedgerSearch(SearchId Id, bool Ended)
{
    /// <summary>Returns whether the search has ended after these entries; null if they do not change that.</summary>
    internal static bool? HasEnded(IEnumerable<LedgerEntry> entries) =>
        entries.OfType<SearchStateChanged>().LastOrDefault()?.State.IsTerminal;
}

/// <summary>The write came from an owner that has been replaced; the activation must deactivate.</summary>
[GenerateSerializer, Alias("Paretune.LedgerFencedException")]
public sealed class LedgerFencedException(string message) : Exception(message);
