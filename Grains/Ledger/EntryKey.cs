namespace Paretune.Grains.Ledger;

/// <summary>The trial, attempt and epoch of an entry. Only reports have an epoch; no two reports of a search have the same key.</summary>
internal readonly record struct EntryKey(int? Trial, int? Attempt, int? Epoch)
{
    public static EntryKey From(LedgerEntry entry) => entry switch
    {
        TrialAdded added => new(added.Trial, null, null),
        AttemptStarted started => new(started.Trial, started.Attempt, null),
        EpochReported { Report: var report } => new(report.Trial.Number, report.Attempt, report.Epoch),
        AttemptEnded ended => new(ended.Trial, ended.Attempt, null),
        TrialTested { Result: var result } => new(result.Trial.Number, result.Attempt, null),
        TrialExtended extended => new(extended.Trial, null, null),
        ReplicateAdded added => new(added.Trial, null, null),
        TrialReused reused => new(reused.Trial, reused.Attempt, null),
        ParkedDropped dropped => new(dropped.Trial, null, null),
        _ => default,
    };
}
