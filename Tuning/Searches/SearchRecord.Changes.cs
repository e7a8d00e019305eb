using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Searches;

// Changes by users after the start of the search.
internal sealed partial class SearchRecord
{
    /// <summary>In ascending order.</summary>
    public ImmutableArray<string> Tags { get; private set; } = [];

    public string Note { get; private set; } = "";

    /// <summary>As <see cref="SearchStarted.Excluded"/>, for the current space.</summary>
    public string Excluded { get; private set; } = "";

    /// <summary>Whether no trial starts or resumes any more, because a user ended the search early.</summary>
    public bool IsFinishing { get; private set; }

    /// <summary>Whether a user is finishing the search early; false for manual searches, which only take no more trials then.</summary>
    public bool EndsEarly => IsFinishing && Manual is null;

    /// <summary>The budget before its newest extension; null before the first.</summary>
    public Budget? BudgetBefore { get; private set; }

    /// <inheritdoc cref="SearchView.SpaceExtensions"/>
    public ImmutableArray<int> SpaceExtensions { get; private set; } = [];

    /// <summary>What an extension of its space would add.</summary>
    /// <inheritdoc cref="Preparation.Extension"/>
    public SpaceExtension Extension(Space space, ImmutableArray<string> networks) =>
        _preparation.Extension(Spec with { Space = space, Networks = networks }, Started!.Dataset);

    /// <summary>The epochs that trials are trained for beyond those of the search.</summary>
    public int ExtraEpochs { get; private set; }

    private void On(SearchEdited edited)
    {
        Spec = edited.Name is { } name ? Spec with { Name = name } : Spec;
        (Tags, Note) = (edited.Tags ?? Tags, edited.Note ?? Note);
    }

    private void On(BudgetExtended extended)
    {
        BudgetUsage!.On(extended);
        IsFinishing = false;
        ResetConfirmation();
        BudgetBefore = Spec.Budget;
        Spec = Spec with { Budget = extended.Budget };
        TakeUp(trial => trial.StoppedFrom is not null);
        if (extended.RunsAgain)
            foreach (var trial in _trials)
                trial.TakeBackRun();
    }

    private void On(SpaceExtended extended)
    {
        Spec = Spec with { Space = extended.Space, Networks = extended.Networks };
        (Excluded, IsFinishing) = (extended.Excluded, false);
        ResetConfirmation();
        SpaceExtensions = SpaceExtensions.Add((int)(Counted?.Count ?? 0));
        _preparation.Extend(Spec, Started!.Dataset);
        ParkAgain();
    }

    /// <summary>Trials that were parked for good when the search ended may continue as well.</summary>
    private void ParkAgain() => TakeUp(trial => trial.StoppedFrom == TrialState.Parked);

    /// <summary>
    /// Takes up trials again that the budget or the end of the search stopped. If their user stops one of them later, the next extension
    /// does not take it up.
    /// </summary>
    private void TakeUp(Func<TrialRecord, bool> which)
    {
        foreach (var trial in _trials.Where(trial => trial.State == TrialState.Stopped && which(trial)))
        {
            Move(trial, trial.StoppedFrom == TrialState.Parked ? TrialState.Parked : TrialState.Waiting);
            trial.StoppedFrom = null;
        }
    }

    private void On(SearchFinishing finishing)
    {
        IsFinishing = true;
        if (!EndsEarly)
            return;
        // In searches of 0.1 all trials were added at the start.
        foreach (var trial in _trials.Where(trial => trial is { State: TrialState.Waiting, Attempt: null }))
            Stop(trial, "not started, because the user finished the search early");
    }

    private void On(TrialsStopped stopped)
    {
        foreach (var trial in stopped.Trials.Select(number => Find(number)!))
        {
            trial.IsStoppedByUser = !trial.IsExtending;
            if (!trial.Live)
                Stop(trial, trial.StoppedByUser);
        }
    }

    private void On(TrialsTagged tagged)
    {
        foreach (var number in tagged.Trials)
            Find(number)!.On(tagged);
    }

    private void On(TrialsRetried retried)
    {
        ParkAgain();
        if (!retried.Trials.IsEmpty)
            ResetConfirmation();
        foreach (var trial in retried.Trials.Select(number => Find(number)!))
        {
            Recount(trial, trial.Restart);
            Move(trial, TrialState.Waiting);
        }

        foreach (var number in retried.Tests.IsDefault ? [] : retried.Tests)
            Find(number)!.RestartTest();
    }

    /// <summary>Whether it completed and is on the front, and could not be measured on the test images.</summary>
    public bool HasGivenUpTestOf(TrialRecord trial) => trial is { State: TrialState.Completed, Test: null, Live: false }
        && HasGivenUpTest(trial) && FrontTracker!.Members.Contains(trial.Number);

    private void On(TrialExtended extended, TrialRecord trial)
    {
        ResetConfirmation();
        Recount(trial, () => trial.On(extended));
        Move(trial, TrialState.Waiting);
    }

    /// <returns>The state that it returns to.</returns>
    private TrialState GiveUpExtension(TrialRecord trial)
    {
        _replicating.Remove(trial.Number);
        Recount(trial, () => trial.GiveUpExtension(isCut: BudgetUsage!.Spent is not null));
        return TrialState.Completed;
    }

    /// <summary>Changes the epochs that a trial has or is to have, whether it reused a result, and its latency.</summary>
    private void Recount(TrialRecord trial, Action change)
    {
        (ExtraEpochs, EpochsDone) = (ExtraEpochs - trial.EpochsInAll, EpochsDone - trial.EpochsDone);
        var was = trial.ReusedFrom is null ? 0 : 1;
        change();
        Latencies.Take(trial);
        (ExtraEpochs, EpochsDone) = (ExtraEpochs + trial.EpochsInAll, EpochsDone + trial.EpochsDone);
        Reused += (trial.ReusedFrom is null ? 0 : 1) - was;
    }

    private void Place(TrialRecord trial, bool wasExtending, bool wasReplicate)
    {
        if (wasReplicate)
        {
            FrontTracker!.Measure(trial);
            return;
        }

        var before = FrontTracker!.Changes;
        if (wasExtending)
            FrontTracker.Renew(trial);
        else
            FrontTracker.Add(trial);
        BudgetUsage!.OnCompleted(hasProgressed: FrontTracker.Changes != before);
    }
}
