using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Searches;

/// <summary>Views of a search for its users.</summary>
internal static class SearchViews
{
    // Every write stores a view in the ledger's list, so the cost must not grow with the number of trials.
    public static SearchView Show(SearchRecord record)
    {
        var best = record.Optimum is { Trial: > 0 } optimum ? record.Find(optimum.Trial)?.View(onFront: true) : null;
        return Figures(record) with { OptimumAccuracy = best?.Accuracy, OptimumCost = best is { Parameters: > 0 } ? best.Cost : null };
    }

    private static SearchView Figures(SearchRecord record) => new()
    {
        Id = record.Id,
        Name = record.Spec.Name,
        State = record.State,
        Counts = Counts(record),
        Spec = record.Spec,
        Optimum = record.Optimum,
        Excluded = record.Excluded,
        Reason = record.Reason,
        Priority = record.Priority,
        SubmittedAt = record.Started!.At,
        EndedAt = record.EndedAt,
        Sequence = record.Sequence,
        Owner = record.Started.Owner,
        Hypervolume = record.FrontTracker!.Score,
        Score = record.FrontTracker.Score,
        ValidationImages = record.FrontTracker.Scale.Images,
        Cheapest = record.Counted?.Least,
        MostExpensive = record.Counted?.Most,
        Merged = record.Counted?.Merged ?? "",
        ComingMacs = record.ComingMacs,
        BestAccuracy = record.FrontTracker.BestAccuracy,
        DeviceSeconds = Math.Round(record.BudgetUsage!.Seconds, 3),
        Notes = Notes(record.Started),
        Tags = record.Tags,
        SpaceExtensions = record.SpaceExtensions,
        Note = record.Note,
        IsConfirming = record.IsConfirming,
        IsOpen = record.IsOpen,
    };

    private static ImmutableArray<string> Notes(SearchStarted started)
    {
        var notes = DatasetNotes.Create(started.Spec, started.Dataset);
        return started.Earlier is { } earlier ? notes.Add(earlier.Note) : notes;
    }

    public static ImmutableArray<TrialView> Trials(SearchRecord record) => [.. record.Trials.Select(trial => Trial(record, trial))];

    public static SearchSnapshot Look(SearchRecord record, ImmutableArray<int>? trials) => new(
        Show(record), record.Started!.Dataset,
        trials is { } some ? [.. some.Select(record.Find).OfType<TrialRecord>().Select(trial => Trial(record, trial))] : Trials(record),
        [.. record.FrontTracker!.Trials]);

    public static TrialView Trial(SearchRecord record, TrialRecord trial) => record.FrontTracker!.Placed(trial);

    public static FrontView Front(SearchRecord record) => new()
    {
        Objectives = record.Spec.Objectives,
        Trials = [.. record.FrontTracker!.Trials.Select(number => Trial(record, record.Find(number)!))],
        SoFar = [.. ByCost(record, record.Trials.Where(trial => trial.State == TrialState.Parked).Select(record.FrontTracker.Placed))],
    };

    private static IEnumerable<TrialView> ByCost(SearchRecord record, IEnumerable<TrialView> parked)
    {
        var costs = Objectives.From(record.Spec).Costs;
        return parked.Where(trial => trial.SoFar)
            .OrderBy(trial => costs.IsEmpty ? 0 : costs[0].Value(trial)).ThenBy(trial => trial.Number);
    }

    public static TrialCounts Counts(SearchRecord record) => new()
    {
        Total = record.Trials.Count + record.Coming,
        Waiting = record.InState(TrialState.Waiting) + record.Coming,
        Running = record.InState(TrialState.Running),
        Paused = record.InState(TrialState.Paused),
        Parked = record.InState(TrialState.Parked),
        Completed = record.InState(TrialState.Completed),
        Stopped = record.InState(TrialState.Stopped),
        Diverged = record.InState(TrialState.Diverged),
        DidNotLearn = record.DidNotLearn,
        Reused = record.Reused,
        OutOfMemory = record.InState(TrialState.OutOfMemory),
        Failed = record.InState(TrialState.Failed),
        Cancelled = record.InState(TrialState.Cancelled),
        EpochsDone = record.EpochsDone,
        // Trials that run when the budget is spent report once more. Reused results use nothing of it.
        EpochsTotal = (int)Math.Max(record.EpochsDone, Math.Min(
            (long)(record.Trials.Count + record.Coming) * record.Spec.Epochs + record.ExtraEpochs,
            record.Spec.Budget?.Epochs + (long)record.Reused * record.Spec.Epochs ?? int.MaxValue)),
    };
}
