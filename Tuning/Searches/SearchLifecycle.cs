using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>The life cycle of a search: commands of its user, and its end.</summary>
internal static class SearchLifecycle
{
    public static void Start(
        UnitOfWork draft, SearchSpec spec, Dataset dataset, string owner, string? trace, CheckpointKeeping keeping, PriorTrials? earlier)
    {
        var space = draft.Record.Prepare(spec, dataset, earlier);
        draft.Add(new SearchStarted(spec, dataset, space.Excluded, owner, trace)
        {
            Rules = SearchRules.TrialsOnDemand,
            StrategyVersion = StrategyCatalog.VersionOf(spec),
            ParkedBytes = keeping.ParkedBytes,
            CheckpointsApart = keeping.IsApart,
            Earlier = earlier,
        });
        draft.Add(Counted(draft.Record.Strategy!, space));
        draft.Add(draft.Record.HasMore || draft.Record.IsOpen
            ? new SearchStateChanged(SearchState.Running, "")
            : new SearchStateChanged(SearchState.Failed, $"no configuration is left to train; {space.Excluded}"));
    }

    public static SpaceCounted Counted(IStrategy strategy, CandidateSpace space) =>
        new(strategy.Planned, space.Size, space.Costs?.Least, space.Costs?.Most, space.Costs?.MeanMacs ?? 0, space.Merged)
        {
            PlannedMacs = strategy.PlannedMacs,
        };

    /// <summary>Frees every device: running attempts end now and learn it from the answer to their next signal.</summary>
    public static void Pause(UnitOfWork draft)
    {
        Guard(draft.Record, "paused");
        if (draft.Record.State == SearchState.Paused)
            return;
        EndLive(draft, AttemptOutcome.Paused, TrialState.Paused, "the search is paused");
        draft.Add(new SearchStateChanged(SearchState.Paused, ""));
    }

    public static void Resume(UnitOfWork draft)
    {
        Guard(draft.Record, "resumed");
        if (draft.Record.State == SearchState.Paused)
            draft.Add(new SearchStateChanged(SearchState.Running, ""));
    }

    public static void Cancel(UnitOfWork draft)
    {
        if (draft.Record.State == SearchState.Cancelled)
            return;
        Guard(draft.Record, "cancelled");
        EndLive(draft, AttemptOutcome.Cancelled, TrialState.Cancelled, "the search was cancelled");
        draft.Add(new SearchStateChanged(SearchState.Cancelled, "cancelled by the user"));
    }

    public static void Finish(UnitOfWork draft)
    {
        Guard(draft.Record, "finished");
        if (!draft.Record.IsFinishing)
            draft.Add(new SearchFinishing());
    }

    /// <summary>Time also passes while a search waits for trials and no worker asks.</summary>
    public static void RunOut(UnitOfWork draft)
    {
        if (draft.Record is { IsOpen: true, State: SearchState.Running, Live.Count: 0 } record
            && record.BudgetUsage!.ReachedAt(draft.Now) is { } reached)
            draft.Add(new BudgetSpent(reached));
    }

    public static void Prioritise(UnitOfWork draft, int priority)
    {
        Guard(draft.Record, "prioritised");
        if (draft.Record.Priority != priority)
            draft.Add(new PriorityChanged(priority));
    }

    /// <summary>Extends the budget; a repeat changes nothing.</summary>
    /// <param name="runsAgain">As <see cref="BudgetExtended.RunsAgain"/>.</param>
    /// <exception cref="InvalidOperationException">The budget cannot be extended like this.</exception>
    public static void Extend(UnitOfWork draft, Budget more, bool runsAgain)
    {
        var record = draft.Record;
        if (record.State == SearchState.Cancelled)
            throw new InvalidOperationException(
                $"search {record.Id} was cancelled, so its budget cannot be extended; submit it again");
        if (BudgetExtension.IsRepeat(record, more))
            return;
        var extended = BudgetExtension.Create(record.Spec.Budget, more, record.Id);
        if (record.BudgetUsage!.ReachedBy(extended, draft.Now) is { } reached)
            throw new InvalidOperationException($"budget: must exceed what is already spent, but {reached}; set a higher limit");
        draft.Add(new BudgetExtended(extended) { RunsAgain = runsAgain });
        if (record.Ended)
            draft.Add(new SearchStateChanged(SearchState.Running, ""));
    }

    /// <summary>Ends the search once every trial is over and the front is tested.</summary>
    public static void Conclude(UnitOfWork draft)
    {
        var record = draft.Record;
        if (record.Started is null || record.State != SearchState.Running || !record.IsOver || record.Live.Count > 0)
            return;
        if (record.InState(TrialState.Parked) > 0)
            draft.Add(Parked(record));
        Confirm(draft);
        if (record.InState(TrialState.Completed) == 0)
            draft.Add(
                new SearchStateChanged(
                    SearchState.Failed,
                    string.Join(
                        "; ",
                        [.. EndedBy(record) is { Length: > 0 } budget
                            ? [budget] : Array.Empty<string>(), NoneCompleted(record)])));
        else if (!record.FrontTracker!.Members.Any(number => record.WantsTest(record.Find(number)!)))
            Complete(draft);
    }

    private static void Confirm(UnitOfWork draft)
    {
        var record = draft.Record;
        if (!record.Confirms || record.IsConfirmed)
            return;
        var confirmation = record.FrontTracker!.Confirming;
        draft.Add(new FrontConfirmed(
        [
            .. confirmation.Candidates.Select(number => (Number: number, Of: confirmation.Estimate(number)!))
                .Select(one => new ConfirmedTrial(
                    one.Number, Rounded(one.Of.Mean), Rounded(one.Of.Low), Rounded(one.Of.High), Rounded(one.Of.OnFront ?? 0))),
        ]));
    }

    // To the millionth, because the last bits of logarithms differ between processors and a replay elsewhere must find the same.
    private static double Rounded(double value) => Math.Round(value, 6);

    private static string NoneCompleted(SearchRecord record) =>
        StateWords.Format(SearchViews.Counts(record)) is { Length: > 0 } counts ? $"no trial completed: {counts}" : "no trial was started";

    private static ParkedStopped Parked(SearchRecord record)
    {
        var parked = record.Trials.Where(trial => trial.State == TrialState.Parked).ToList();
        return new(parked.Count, parked.Sum(trial => (long)record.Spec.Epochs - trial.Curve.Count));
    }

    private static void Complete(UnitOfWork draft)
    {
        var optimum = draft.Record.FrontTracker!.Optimum;
        draft.Add(new OptimumChosen(
            optimum?.Trial ?? 0, optimum?.Rule ?? draft.Record.Spec.Optimum,
            optimum?.Reason ?? draft.Record.FrontTracker.WhyNone)
        {
            Version = OptimumRule.Version,
        });
        draft.Add(new SearchStateChanged(SearchState.Completed, EndedBy(draft.Record)));
    }

    /// <summary>
    /// The part of the budget that ended the search, or why its strategy stopped; empty if it trained everything that the strategy had.
    /// </summary>
    private static string EndedBy(SearchRecord record) => record.EndsEarly ? "finished early by the user" : record.BudgetUsage!.Spent
        ?? (record.Trials.Count == record.Spec.Budget?.Trials && record.CouldBeginMore
            ? $"the budget of {record.Trials.Count} trials is spent" : record.Strategy!.Ending ?? "");

    private static void EndLive(UnitOfWork draft, AttemptOutcome outcome, TrialState training, string reason)
    {
        foreach (var trial in draft.Record.Live.OrderBy(trial => trial.Number).ToList())
            draft.End(trial, outcome, trial.Unfinished(training), reason);
    }

    /// <exception cref="InvalidOperationException">The search has not ended.</exception>
    public static void MustHaveEnded(SearchRecord record, string verb)
    {
        if (!record.Ended)
            throw new InvalidOperationException(
                $"only a search that has ended can be {verb}, but search {record.Id} is {StateWords.Format(record.State)}; cancel it "
                + "first, or wait until it ends");
    }

    private static void Guard(SearchRecord record, string verb)
    {
        if (record.Ended)
            throw new InvalidOperationException(
                $"search {record.Id} is {StateWords.Format(record.State)}; a search that has ended cannot be {verb}");
    }
}
