namespace Paretune.Tuning.Formatting;

/// <summary>
/// What people read for the states of searches and trials and for the outcomes of attempts. Programs read the names that JSON has.
/// </summary>
public static class StateWords
{
    /// <summary>What reasons of trials that learned nothing begin with.</summary>
    public const string DidNotLearn = "did not learn";

    // As a search's life goes: what is under way, what is done, what went wrong.
    private static readonly (TrialState State, Func<TrialCounts, int> Count)[] States =
    [
        (TrialState.Running, counts => counts.Running), (TrialState.Waiting, counts => counts.Waiting),
        (TrialState.Paused, counts => counts.Paused), (TrialState.Parked, counts => counts.Parked),
        (TrialState.Completed, counts => counts.Completed), (TrialState.Stopped, counts => counts.Stopped),
        (TrialState.Diverged, counts => counts.Diverged - counts.DidNotLearn),
        (TrialState.OutOfMemory, counts => counts.OutOfMemory), (TrialState.Failed, counts => counts.Failed),
        (TrialState.Cancelled, counts => counts.Cancelled),
    ];

    /// <summary>A state or an outcome: "out of memory".</summary>
    public static string Format(Enum value) => string.Concat(value.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>
    /// A state or an outcome with what its reason says: a trial whose loss never left that of guessing did not learn, and one without a
    /// finite loss diverged.
    /// </summary>
    public static string Format(Enum value, string? reason) =>
        value is TrialState.Diverged or AttemptOutcome.Diverged && IsDidNotLearn(reason) ? DidNotLearn : Format(value);

    /// <summary>The same with the reason behind it: "failed: the disk is full", "did not learn: after 4 epochs the …".</summary>
    public static string Because(Enum value, string reason)
    {
        var word = Format(value, reason);
        return reason.Length == 0 ? word : reason.StartsWith(word, StringComparison.Ordinal) ? reason : $"{word}: {reason}";
    }

    /// <summary>
    /// A search's state: one that runs but has no device is "waiting", or "queued #2" where its place in the queue is known, and one to
    /// which its user is to add trials is "waiting for trials".
    /// </summary>
    /// <param name="queue">Searches that want a device, in the order in which they get one.</param>
    public static string Format(SearchView search, IReadOnlyList<SearchId> queue) => WaitsForTrials(search) ? "waiting for trials"
        : !IsWaiting(search)
            ? search is { State: SearchState.Running, IsConfirming: true } ? "confirming" : Format(search.State)
        : queue.Index().FirstOrDefault(one => one.Item == search.Id, (-1, default)).Index is >= 0 and var place ? $"queued #{place + 1}"
        : "waiting";

    /// <summary>Whether all that its user added is over, and more may be added.</summary>
    public static bool WaitsForTrials(SearchView search) =>
        search is { State: SearchState.Running, IsOpen: true, Counts: { Running: 0, Waiting: 0 } };

    /// <summary>Whether a search that runs has no device.</summary>
    public static bool IsWaiting(SearchView search) =>
        search is { State: SearchState.Running, Counts: { Running: 0, Waiting: > 0 } };

    /// <summary>Whether a trial that diverged did so by learning nothing.</summary>
    public static bool IsDidNotLearn(string? reason) => reason?.StartsWith(DidNotLearn, StringComparison.Ordinal) == true;

    /// <summary>How many trials are in each state, of those that some are in: "3 running, 1 out of memory".</summary>
    /// <param name="except">States that are shown elsewhere.</param>
    public static string Format(TrialCounts counts, params TrialState[] except) => string.Join(", ", States
        .Where(one => !except.Contains(one.State)).Select(one => (Count: one.Count(counts), Word: Format(one.State)))
        .Append((Count: counts.DidNotLearn, Word: DidNotLearn)).Append((Count: counts.Reused, Word: "reused"))
        .Where(one => one.Count > 0).Select(one => $"{one.Count} {one.Word}"));
}
