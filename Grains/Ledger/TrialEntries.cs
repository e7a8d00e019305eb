namespace Paretune.Grains.Ledger;

/// <summary>How the entries of one trial are found, in SQLite and PostgreSQL alike.</summary>
internal static class TrialEntries
{
    /// <summary>
    /// Reports are found by the index that keeps them unique, and what else there is of a trial, little, by an index of its own: reports of many
    /// trials come in turn, so that each index they are in costs a page a report.
    /// </summary>
    public const string Index =
        """
        DROP INDEX entries_trials;
        CREATE INDEX entries_others ON entries (search, trial, sequence) WHERE trial IS NOT NULL AND epoch IS NULL;
        """;

    /// <summary>Bodies by <c>@search</c> and <c>@trial</c>, the trial's number, in order.</summary>
    public const string Query =
        """
        SELECT body FROM (
            SELECT sequence, body FROM entries WHERE search = @search AND trial = @trial AND epoch IS NOT NULL UNION ALL
            SELECT sequence, body FROM entries WHERE search = @search AND trial = @trial AND epoch IS NULL) AS entries
        ORDER BY sequence
        """;
}
