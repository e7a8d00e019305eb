namespace Paretune.Tuning.Searches;

// Trials that reused the result of an equal one.
internal sealed partial class SearchRecord
{
    /// <inheritdoc cref="TrialCounts.Reused"/>
    public int Reused { get; private set; }

    /// <summary>Its epochs are done, and nothing was spent on them.</summary>
    private void On(TrialReused reused, TrialRecord trial)
    {
        Recount(trial, () => trial.On(reused));
        Move(trial, TrialState.Completed);
        Place(trial, wasExtending: false, wasReplicate: false);
    }

    /// <summary>A strategy does not know reuse; for it the trial was trained.</summary>
    private void UpdateStrategy(LedgerEntry entry)
    {
        if (entry is not TrialReused reused)
            Strategy?.On(entry);
        else
            foreach (var told in reused.AsTrained())
                Strategy?.On(told);
    }
}
