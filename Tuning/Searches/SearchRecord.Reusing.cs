namespace Paretune.Tuning.Searches;

// Trials that took the result of an equal one.
internal sealed partial class SearchRecord
{
    /// <inheritdoc cref="TrialCounts.Reused"/>
    public int Reused { get; private set; }

    /// <summary>Its epochs are done, and nothing was spent on them.</summary>
    private void On(TrialReused reused, TrialRecord trial)
    {
        EpochsDone -= trial.EpochsDone;
        trial.On(reused);
        EpochsDone += trial.EpochsDone;
        Reused++;
        Move(trial, TrialState.Completed);
        Place(trial, wasExtending: false, wasReplicate: false);
    }
}
