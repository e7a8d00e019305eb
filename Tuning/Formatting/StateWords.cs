namespace Paretune.Tuning.Formatting;

/// <summary>Formats the states of searches and trials and the outcomes of attempts for people. Programs read the names in JSON.</summary>
public static class StateWords
{
    /// <summary>The start of the reason of a trial that did not learn.</summary>
    public const string DidNotLearn = "did not learn";

    // In the order of a search's life: running and waiting, then completed, then failed.
    private static readonly (TrialState State, Func<TrialCounts, int> Count)[] States =
    [
        (TrialState.Running, counts => counts.Running), (TrialState.Waiting, counts => counts.Waiting),
        (TrialState.Paused, counts => counts.Paused), (TrialState.Parked, counts => counts.Parked),
        (TrialState.Completed, counts => counts.Completed), (TrialState.Stopped, counts => counts.Stopped),
        (TrialState.Diverged, counts => counts.Diverged - counts.DidNotLearn),
        (TrialState.OutOfMemory, counts => counts.OutOfMemory), (TrialState.Failed, counts => counts.Failed),
        (TrialState.Cancelled, counts => counts.Cancelled),
    ];

    /// <summary>Returns a state or an outcome: "out of memory".</summary>
    public static string Format(Enum value) => string.Concat(value.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>
    /// Returns a state or an outcome, refined by its reason: of the diverged trials, one whose loss never fell below that of guessing is
    /// shown as "did not learn".
    /// </summary>
    public static string Format(Enum value, string? reason) =>
        value is TrialState.Diverged or AttemptOutcome.Diverged && IsDidNotLearn(reason) ? DidNotLearn : Format(value);

    /// <summary>Returns a state with its reason: "failed: the disk is full", "did not learn: after 4 epochs the …".</summary>
    public static string Because(Enum value, string reason)
    {
        var word = Format(value, reason);
        return reason.Length == 0 ? word : reason.StartsWith(word, StringComparison.Ordinal) ? reason : $"{word}: {reason}";
    }

    /// <summary>
    /// Returns a search's state. A running search without a device is "waiting", or "queued #2" if its place in the queue is known; one
    /// whose user must add trials is "waiting for trials".
    /// </summary>
    /// <param name="queue">Searches that wait for a device, in the order in which they get one.</param>
    public static string Format(SearchView search, IReadOnlyList<SearchId> queue) => WaitsForTrials(search) ? "waiting for trials"
        : !IsWaiting(search)
            ? search is { State: SearchState.Running, IsConfirming: true } ? "confirming" : Format(search.State)
        : queue.Index().FirstOrDefault(one => one.Item == search.Id, (-1, default)).Index is >= 0 and var place ? $"queued #{place + 1}"
        : "waiting";

    /// <summary>Returns whether all added trials are over and more may be added.</summary>
    public static bool WaitsForTrials(SearchView search) =>
        search is { State: SearchState.Running, IsOpen: true, Counts: { Running: 0, Waiting: 0 } };

    /// <summary>Returns whether a running search has no device.</summary>
    public static bool IsWaiting(SearchView search) =>
        search is { State: SearchState.Running, Counts: { Running: 0, Waiting: > 0 } };

    /// <summary>Returns whether a reason is that the trial did not learn.</summary>
    public static bool IsDidNotLearn(string? reason) => reason?.StartsWith(DidNotLearn, StringComparison.Ordinal) == true;

    /// <summary>Returns the number of trials in each state that occurs: "3 running, 1 out of memory".</summary>
    /// <param name="except">States to leave out.</param>
    public static string Format(TrialCounts counts, params TrialState[] except) => string.Join(", ", States
        .Where(one => !except.Contains(one.State)).Select(one => (Count: one.Count(counts), Word: Format(one.State)))
        .Append((Count: counts.DidNotLearn, Word: DidNotLearn)).Append((Count: counts.Reused, Word: "reused"))
        .Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}"));
}
