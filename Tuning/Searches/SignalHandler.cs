using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>The answer to each signal of an attempt.</summary>
internal static class SignalHandler
{
    /// <summary>The beginning of the reason for a failed test.</summary>
    public const string NotMeasured = "could not be measured on the test images: ";

    public static Decision Judge(UnitOfWork draft, Signal signal)
    {
        if (draft.Record.Find(signal.Trial.Number) is not { Attempt: not null } trial)
            return NotLeased(draft.Record, signal);
        if (signal.Attempt != trial.Attempt.Attempt)
            return Stale(trial, signal);
        if (signal is Report report && trial.Recorded(report.Attempt, report.Epoch) is { } recorded)
            return recorded;
        if (!trial.Live)
            return AfterEnd(trial.End!);
        trial.Signalled = true;
        trial.Deadline = draft.Now + Search.LeaseDuration;
        return signal switch
        {
            Report epoch when !trial.Testing => OnReport(draft, trial, epoch),
            TestResult result when trial.Testing => OnTest(draft, trial, result),
            AttemptEnd end => OnEnd(draft, trial, end),
            StepProgress => Decision.Continue,
            _ => Decision.LeaseLost(
                $"attempt {signal.Attempt} of trial {trial.Number} is for {Verb(trial)}, so its {signal.GetType().Name} was rejected"),
        };
    }

    /// <summary>Returns the current decision for an attempt, whatever it signals: continue while it is live.</summary>
    public static Decision Known(SearchRecord record, Signal signal) =>
        record.Find(signal.Trial.Number) is not { Attempt: not null } trial ? NotLeased(record, signal)
        : signal.Attempt != trial.Attempt.Attempt ? Stale(trial, signal)
        : trial.Live ? Decision.Continue
        : AfterEnd(trial.End!);

    private static Decision NotLeased(SearchRecord record, Signal signal) =>
        Decision.LeaseLost($"trial {signal.Trial.Number} of search {record.Id} has not been leased");

    private static Decision Stale(TrialRecord trial, Signal signal) => Decision.LeaseLost(
        $"trial {trial.Number} is now in attempt {trial.Attempt!.Attempt}; attempt {signal.Attempt} has lost its lease");

    /// <summary>Answers a signal that arrives after its attempt ended, such as the first after a pause, or a repeat of the last.</summary>
    private static Decision AfterEnd(AttemptEnded end) => end.Outcome switch
    {
        AttemptOutcome.Paused or AttemptOutcome.Parked => Decision.Pause(end.Reason),
        AttemptOutcome.NodeLost => Decision.LeaseLost($"attempt {end.Attempt} of trial {end.Trial} has lost its lease: {end.Reason}"),
        AttemptOutcome.Completed => Decision.Stop("completed"),
        _ => Decision.Stop(end.Reason),
    };

    private static Decision OnReport(UnitOfWork draft, TrialRecord trial, Report report)
    {
        if (report.Epoch < 1 || report.Epoch > trial.Curve.Count + 1)
            return Throw(
                draft, trial,
                $"epoch {report.Epoch} was reported, but epoch {trial.Curve.Count + 1} is next: {WhyOutOfOrder(draft)}");
        if (ModelLimits.WhyOver(draft.Record.Spec, report.Model?.Cost) is { } over)
            return EndAs(draft, trial, AttemptOutcome.Stopped, TrialState.Stopped, over);
        if (!double.IsFinite(report.TrainLoss) || !double.IsFinite(report.ValidationLoss))
            return Diverge(draft, trial, report);
        if (report.Epoch < trial.Epochs)
            return OnEpoch(draft, trial, report);

        var stop = Decision.Stop("completed");
        draft.Add(new EpochReported(report, stop));
        Spend(draft);
        if (WhyNothingWasLearned(draft, trial, report) is { } reason)
            draft.End(trial, AttemptOutcome.Diverged, TrialState.Diverged, reason);
        else
            draft.End(trial, AttemptOutcome.Completed, TrialState.Completed, Halved(trial));
        // Only now is it known whether the front has moved.
        Spend(draft);
        return stop;
    }

    private static string WhyOutOfOrder(UnitOfWork draft) => draft.Record.Spec.IsOfPrograms
        ? "report epochs in order, starting after the loaded checkpoint, or at epoch 1 without one"
        : "the checkpoint is from another run";

    /// <summary>Returns a note about a completed trial for the user; empty if there is none.</summary>
    private static string Halved(TrialRecord trial) => trial.Configuration.Recipe is null || trial.Attempt!.MicroBatchDivisor == 1
        ? ""
        : $"trained in micro-batches of {trial.Configuration.BatchSize / trial.Attempt.MicroBatchDivisor}, because the device ran out of "
            + $"memory; batch norm used their statistics, not those of {trial.Configuration.BatchSize} images";

    // Searches older than recipes keep the rules they started with. The loss of a custom trainer may be anything.
    private static string? WhyNothingWasLearned(UnitOfWork draft, TrialRecord trial, Report report) =>
        trial.Configuration.Recipe is null || draft.Record.Spec.Trainer is not null
            ? null
            : ChanceLevelCheck.ReasonOf(trial.Curve, report, draft.Record.Started!.Dataset.Classes.Length);

    /// <summary>Decides after an epoch that is not the last.</summary>
    private static Decision OnEpoch(UnitOfWork draft, TrialRecord trial, Report report)
    {
        var ruling = trial.IsExtending ? PrunerDecision.Continue : draft.Record.Strategy!.Judge(report);
        var spent = draft.Record.BudgetUsage!.SpentBy(report, trial.Cost, draft.Now);
        var decision = ruling.Kind == PrunerDecisionKind.Stop ? Decision.Stop(ruling.Reason)
            : ruling.Kind == PrunerDecisionKind.Park && spent is null ? Decision.Pause(ruling.Reason)
            : spent is not null ? Decision.Stop($"stopped after {report.Epoch} of {trial.Epochs} epochs: {spent}")
            : Decision.Continue;
        draft.Add(new EpochReported(report, decision));
        Spend(draft);
        if (decision.Kind == DecisionKind.Stop)
            draft.End(trial, AttemptOutcome.Stopped, TrialState.Stopped, decision.Reason);
        if (decision.Kind == DecisionKind.Pause)
        {
            draft.End(trial, AttemptOutcome.Parked, TrialState.Parked, decision.Reason);
            ParkedTrialPolicy.Bound(draft);
        }

        return decision;
    }

    /// <summary>Records the end of the budget once the epochs so far have spent it.</summary>
    private static void Spend(UnitOfWork draft)
    {
        if (draft.Record.BudgetUsage!.ReachedAt(draft.Now) is { } reached)
            draft.Add(new BudgetSpent(reached));
    }

    private static Decision Diverge(UnitOfWork draft, TrialRecord trial, Report report)
    {
        var stop = Decision.Stop(FormattableString.Invariant(
            $"diverged in epoch {report.Epoch}: train loss {report.TrainLoss}, validation loss {report.ValidationLoss}"));
        draft.Add(new EpochReported(report, stop));
        Spend(draft);
        draft.End(trial, AttemptOutcome.Diverged, TrialState.Diverged, stop.Reason);
        return stop;
    }

    private static Decision OnTest(UnitOfWork draft, TrialRecord trial, TestResult result)
    {
        draft.Add(new TrialTested(result));
        draft.End(trial, AttemptOutcome.Completed, TrialState.Completed, "");
        return Decision.Stop("completed");
    }

    private static Decision OnEnd(UnitOfWork draft, TrialRecord trial, AttemptEnd end) => end.Failure switch
    {
        AttemptFailure.Threw => Throw(draft, trial, end.Message),
        AttemptFailure.OutOfMemory => OutOfMemory(draft, trial, end.Message),
        // A trained model exceeds no limit, so a test that says so ran another trainer under the same name.
        AttemptFailure.OverLimits when trial.Testing => Throw(draft, trial, end.Message),
        AttemptFailure.OverLimits => EndAs(draft, trial, AttemptOutcome.Stopped, TrialState.Stopped, end.Message),
        _ => EndAs(
            draft, trial, AttemptOutcome.Preempted, TrialState.Waiting, end.Message.Length > 0 ? end.Message : "the silo is stopping"),
    };

    private static Decision Throw(UnitOfWork draft, TrialRecord trial, string message)
    {
        var throws = 1 + (trial.Testing ? trial.TestThrows : trial.Throws);
        var last = throws >= draft.Record.Spec.MaxAttempts;
        return EndAs(draft, trial, AttemptOutcome.Threw, last ? TrialState.Failed : TrialState.Waiting, message);
    }

    private static Decision OutOfMemory(UnitOfWork draft, TrialRecord trial, string message)
    {
        var last = trial.Attempt!.MicroBatchDivisor > 1;
        return EndAs(draft, trial, AttemptOutcome.OutOfMemory, last ? TrialState.OutOfMemory : TrialState.Waiting, message);
    }

    private static Decision EndAs(UnitOfWork draft, TrialRecord trial, AttemptOutcome outcome, TrialState training, string reason)
    {
        var told = trial.Testing && outcome != AttemptOutcome.Preempted ? NotMeasured + reason : reason;
        draft.End(trial, outcome, trial.Unfinished(training), told);
        return Decision.Stop(told);
    }

    private static string Verb(TrialRecord trial) => trial.Testing ? "testing" : "training";
}
