namespace Paretune.Tuning.Searches;

// Runs of trials with other seeds, once training is over.
internal sealed partial class SearchRecord
{
    // Trials that run again, or wait to.
    private readonly HashSet<int> _replicating = [];

    /// <summary>Whether trials on or near the front run again before the search ends.</summary>
    public bool Confirms => Started?.Spec.Replicates > 1 && InState(TrialState.Completed) > 0;

    /// <summary>Whether the front is that of the means.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Whether training is over and replicates run or are to run.</summary>
    public bool IsConfirming => !Ended && (HasReplicating || HasReplicate);

    /// <summary>Whether every trial is over or parked for good, except for replicates, and none will be added.</summary>
    public bool IsTrainingOver =>
        InState(TrialState.Waiting) + InState(TrialState.Running) + InState(TrialState.Paused) == _replicating.Count
        && !HasMoreToTry && !IsOpen;

    /// <summary>The next trial to run again, whose run is the most informative for its cost; null for none.</summary>
    public TrialRecord? NextReplicate => Started?.Spec.Replicates > 1 && !Ended && !EndsEarly && !IsConfirmed
        && BudgetUsage!.Spent is null && IsTrainingOver && FrontTracker!.Confirming.Next(RunsLeft) is { } number ? Find(number) : null;

    private bool HasReplicating => _replicating.Count > 0;

    private bool HasReplicate => NextReplicate is not null;

    private int RunsLeft(int number) => Find(number) is { State: TrialState.Completed, Live: false } trial
        ? Math.Max(0, (Spec.Replicates ?? 1) - trial.Runs) : 0;

    private void On(ReplicateAdded added, TrialRecord trial)
    {
        Recount(trial, () => trial.On(added));
        _replicating.Add(trial.Number);
        Move(trial, TrialState.Waiting);
    }

    private void On(FrontConfirmed confirmed)
    {
        IsConfirmed = true;
        FrontTracker!.Confirm(confirmed.Trials);
    }

    /// <summary>Confirmed means may change, so the front is that of the trials' own runs again.</summary>
    private void ResetConfirmation()
    {
        if (!IsConfirmed)
            return;
        IsConfirmed = false;
        FrontTracker!.Confirm([]);
    }
}
