namespace Paretune.Tuning.Searches;

/// <summary>
/// Removes the sentences from a decision, so that decisions of versions that word them differently compare as equal. Whether there is a
/// sentence stays part of the decision.
/// </summary>
internal static class DecisionTexts
{
    private const string Removed = "…";

    public static LedgerEntry Remove(LedgerEntry entry) => entry switch
    {
        SearchStarted started => started with { Excluded = Remove(started.Excluded) },
        SpaceCounted counted => counted with { Merged = Remove(counted.Merged) },
        SpaceExtended extended => extended with { Excluded = Remove(extended.Excluded) },
        ReplicateAdded added => added with { Reason = Remove(added.Reason) },
        EpochReported reported => reported with
        {
            Decision = reported.Decision with { Reason = Remove(reported.Decision.Reason) },
        },
        AttemptEnded ended => ended with { Reason = Remove(ended.Reason) },
        ParkedDropped dropped => dropped with { Reason = Remove(dropped.Reason) },
        BudgetSpent spent => spent with { Reason = Remove(spent.Reason) },
        OptimumChosen chosen => chosen with { Reason = Remove(chosen.Reason) },
        SearchStateChanged changed => changed with { Reason = Remove(changed.Reason) },
        _ => entry,
    };

    private static string Remove(string text) => text.Length == 0 ? "" : Removed;
}
