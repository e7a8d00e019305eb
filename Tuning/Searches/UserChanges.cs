using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Searches;

/// <summary>
/// Changes by users to a search that has started or ended: names, tags and notes, and trials that are stopped, trained again or trained
/// further.
/// </summary>
internal static class UserChanges
{
    /// <summary>The most epochs of one trial, equal to the maximum of a search.</summary>
    public const int MostEpochs = 100_000;

    public static void Edit(UnitOfWork draft, SearchEdit edit)
    {
        var record = draft.Record;
        var tags = SearchEdit.Tags(record.Tags, edit.AddTags, edit.RemoveTags);
        if (tags.Length > SearchEdit.MostTags)
            throw new InvalidOperationException(
                $"a search has at most {SearchEdit.MostTags} tags, but {record.Id} would have {tags.Length}; remove some first");
        var changed = new SearchEdited(
            edit.Name == record.Spec.Name ? null : edit.Name, tags.SequenceEqual(record.Tags) ? null : tags,
            edit.Note == record.Note ? null : edit.Note);
        if (changed is not { Name: null, Tags: null, Note: null })
            draft.Add(changed);
    }

    /// <summary>Adds tags to trials and removes others, in any state of trials and search.</summary>
    public static void Tag(UnitOfWork draft, IReadOnlyCollection<int> asked, ImmutableArray<string> add, ImmutableArray<string> remove)
    {
        var changed = new List<int>();
        foreach (var trial in asked.Distinct().Order().Select(number => Found(draft.Record, number)))
        {
            var tags = trial.TagsWith(add, remove);
            if (tags.Length > SearchEdit.MostTags)
                throw new InvalidOperationException(
                    $"a trial has at most {SearchEdit.MostTags} tags, but trial {trial.Number} of search {draft.Record.Id} would have "
                    + $"{tags.Length}; remove some first");
            if (!tags.SequenceEqual(trial.Tags))
                changed.Add(trial.Number);
        }

        if (changed.Count > 0)
            draft.Add(new TrialsTagged([.. changed], add, remove));
    }

    /// <summary>Stops trials that are not over; running ones learn it from the answer to their next signal.</summary>
    public static void Stop(UnitOfWork draft, IReadOnlyCollection<int> asked)
    {
        var record = draft.Record;
        var trials = asked.Distinct().Order().Select(number => NotOver(record, number)).ToList();
        draft.Add(new TrialsStopped([.. trials.Select(trial => trial.Number)]));
        foreach (var trial in trials.Where(trial => trial.Live))
            draft.End(trial, AttemptOutcome.Stopped, TrialState.Stopped, trial.StoppedByUser);
    }

    private static TrialRecord NotOver(SearchRecord record, int number)
    {
        var trial = Found(record, number);
        return record.Ended || trial.State.IsTerminal
            ? throw new InvalidOperationException(
                $"only a trial that has not ended can be stopped, but trial {number} of search {record.Id} is "
                + StateWords.Format(trial.State, trial.Reason))
            : trial;
    }

    public static void Retry(UnitOfWork draft, IReadOnlyCollection<int> asked)
    {
        var record = draft.Record;
        Guard(record, "retried");
        var trials = asked.Count > 0 ? asked.Distinct().Order().Select(number => Failed(record, number)).ToList()
            : [
                .. record.Trials.Where(
                    trial => trial.State is TrialState.Failed or TrialState.OutOfMemory || record.HasGivenUpTestOf(trial)),
            ];
        if (trials.Count == 0)
            throw new InvalidOperationException(
                $"no trial of search {record.Id} has failed or run out of memory; to retry trials that diverged or that you stopped, give "
                + "their numbers");
        var tests = trials.Where(record.HasGivenUpTestOf).ToList();
        draft.Add(new TrialsRetried([.. trials.Except(tests).Select(trial => trial.Number)])
        {
            Tests = [.. tests.Select(trial => trial.Number)],
        });
        Reopen(draft);
    }

    public static void Extend(UnitOfWork draft, int number, int epochs)
    {
        var record = draft.Record;
        Guard(record, "extended");
        var trial = Found(record, number);
        if (trial.State != TrialState.Completed)
            throw new InvalidOperationException(
                $"only a completed trial can be extended, but trial {number} of search {record.Id} is "
                + $"{StateWords.Format(trial.State, trial.Reason)}{Instead(trial)}");
        if (trial.Live)
            throw new InvalidOperationException($"trial {number} of search {record.Id} is being tested; try again when the test has ended");
        if (epochs < 1 || epochs > MostEpochs - trial.Epochs)
            throw new InvalidOperationException(
                $"epochs: must be from 1 to {MostEpochs - trial.Epochs}, because trial {number} already has {trial.Epochs}, but is "
                + $"{epochs}");
        draft.Add(new TrialExtended(number, trial.Epochs + epochs));
        Reopen(draft);
    }

    private static string Instead(TrialRecord trial) => trial.State switch
    {
        TrialState.Parked => "; its strategy decides whether it continues",
        TrialState.Stopped when trial.StoppedFrom is not null => "; raise the limit of the search's budget",
        TrialState.Failed or TrialState.OutOfMemory or TrialState.Diverged => "; retry it",
        TrialState.Stopped when trial.IsStoppedByUser => "; retry it",
        TrialState.Waiting or TrialState.Running or TrialState.Paused => "; wait until it has completed",
        _ => "",
    };

    private static TrialRecord Failed(SearchRecord record, int number)
    {
        var trial = Found(record, number);
        return trial.State is TrialState.Failed or TrialState.OutOfMemory or TrialState.Diverged
            || (trial.State == TrialState.Stopped && trial.IsStoppedByUser) || record.HasGivenUpTestOf(trial)
            ? trial
            : throw new InvalidOperationException(
                "only a trial that failed, ran out of memory, diverged or was stopped by a user can be retried, or one on the front whose "
                + $"test failed, but trial {number} of search {record.Id} is {StateWords.Format(trial.State, trial.Reason)}");
    }

    private static TrialRecord Found(SearchRecord record, int number) =>
        record.Find(number) ?? throw new InvalidOperationException($"search {record.Id} has no trial {number}");

    /// <exception cref="InvalidOperationException">It was cancelled, or its budget is spent.</exception>
    private static void Guard(SearchRecord record, string verb)
    {
        if (record.State == SearchState.Cancelled)
            throw new InvalidOperationException(
                $"search {record.Id} was cancelled, so its trials cannot be {verb}; submit it again");
        if (record.BudgetUsage!.Spent is { } spent)
            throw new InvalidOperationException(
                $"trials of search {record.Id} cannot be {verb}, because {spent}; raise the limit first: "
                + $"paretune search extend {record.Id} --budget-… NEW_LIMIT");
    }

    private static void Reopen(UnitOfWork draft)
    {
        if (draft.Record.Ended)
            draft.Add(new SearchStateChanged(SearchState.Running, ""));
    }
}
