using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>Finds the command whose first entry is a given entry of a ledger.</summary>
internal static class ReplayedCommand
{
    // If there was nothing to lease, the ledger does not say which worker asked.
    private static readonly WorkerId Nobody = new("", "", "");

    /// <summary>Gives the command to a search that has applied all entries before.</summary>
    /// <returns>The entries that it decides; none if no command starts with such an entry.</returns>
    public static ImmutableArray<LedgerEntry> Give(Search search, LedgerEntry first) => first switch
    {
        SearchStarted started => search.Start(
            started.Spec, started.Dataset, started.At, started.Owner, started.Trace,
            new(started.ParkedBytes, started.CheckpointsApart), started.Earlier).Entries,
        TrialAdded { ByUser: true } added => search.AddTrials([new(added.Network!, added.Configuration)], added.At).Entries,
        AttemptStarted started => search.Lease(started.Worker, started.At).Entries,
        TrialReused reused => search.Reuse(reused, reused.At).Entries,
        EpochReported reported => search.Judge(reported.Report, reported.At).Entries,
        TrialTested tested => search.Judge(tested.Result, tested.At).Entries,
        AttemptEnded ended => End(search, ended),
        PriorityChanged changed => search.Prioritise(changed.Priority, changed.At).Entries,
        BudgetExtended extended => search.Extend(Raised(search, extended.Budget), extended.RunsAgain, extended.At).Entries,
        BudgetSpent spent => search.Lease(Nobody, spent.At).Entries,
        SearchEdited edited => search.Edit(Edit(search, edited), edited.At).Entries,
        TrialsRetried retried => search.Retry(
            [.. retried.Trials, .. retried.Tests.IsDefault ? [] : retried.Tests], retried.At).Entries,
        SearchFinishing finishing => search.Finish(finishing.At).Entries,
        TrialsStopped stopped => search.StopTrials(stopped.Trials, stopped.At).Entries,
        TrialsTagged tagged => search.TagTrials(tagged.Trials, tagged.Added, tagged.Removed, tagged.At).Entries,
        TrialExtended extended => search.ExtendTrial(
            extended.Trial, extended.Epochs - search.Trial(extended.Trial)!.EpochsPlanned, extended.At).Entries,
        SpaceExtended extended => search.ExtendSpace(extended.Space, extended.Networks, extended.At).Entries,
        SearchStateChanged { State: SearchState.Running } resumed => search.Resume(resumed.At).Entries,
        SearchStateChanged { State: SearchState.Paused } paused => search.Pause(paused.At).Entries,
        SearchStateChanged { State: SearchState.Cancelled } cancelled => search.Cancel(cancelled.At).Entries,
        _ => [],
    };

    private static SearchEdit Edit(Search search, SearchEdited edited)
    {
        var had = search.Show()!.Tags;
        return new()
        {
            Name = edited.Name,
            Note = edited.Note,
            AddTags = [.. (edited.Tags ?? had).Except(had)],
            RemoveTags = [.. edited.Tags is { } tags ? had.Except(tags) : []],
        };
    }

    private static ImmutableArray<LedgerEntry> End(Search search, AttemptEnded ended) => ended.Outcome switch
    {
        AttemptOutcome.Paused => search.Pause(ended.At).Entries,
        AttemptOutcome.Cancelled => search.Cancel(ended.At).Entries,
        AttemptOutcome.NodeLost => search.Lose(ended.Trial, Given(search, ended), ended.At).Entries,
        AttemptOutcome.Threw => GiveBack(search, ended, AttemptFailure.Threw),
        AttemptOutcome.OutOfMemory => GiveBack(search, ended, AttemptFailure.OutOfMemory),
        AttemptOutcome.Preempted => GiveBack(search, ended, AttemptFailure.Preempted),
        AttemptOutcome.Stopped => GiveBack(search, ended, AttemptFailure.OverLimits),
        _ => [],
    };

    /// <summary>The parts of a budget that have changed.</summary>
    private static Budget Raised(Search search, Budget extended)
    {
        var had = search.Show()!.Spec.Budget ?? new();
        return new(
            null, extended.Epochs == had.Epochs ? null : extended.Epochs, extended.Share == had.Share ? null : extended.Share,
            extended.Hours == had.Hours ? null : extended.Hours, extended.WallHours == had.WallHours ? null : extended.WallHours,
            extended.NoProgress == had.NoProgress ? null : extended.NoProgress);
    }

    /// <summary>The reason without its prefix.</summary>
    private static string Given(Search search, AttemptEnded ended)
    {
        string[] before = [SignalHandler.NotMeasured, TrialRecord.NotExtended(search.Trial(ended.Trial)!.EpochsPlanned, ""),
            TrialRecord.NotRun(search.Trial(ended.Trial)!.Run ?? 0, "")];
        return before.FirstOrDefault(one => ended.Reason.StartsWith(one, StringComparison.Ordinal)) is { } put
            ? ended.Reason[put.Length..] : ended.Reason;
    }

    private static ImmutableArray<LedgerEntry> GiveBack(Search search, AttemptEnded ended, AttemptFailure failure) => search.Judge(
        new AttemptEnd
        {
            Trial = new(search.Id, ended.Trial),
            Attempt = ended.Attempt,
            Failure = failure,
            Message = Given(search, ended),
        },
        ended.At).Entries;
}
