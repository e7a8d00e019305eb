namespace Paretune.Tuning.Formatting;

/// <summary>
/// What people read for the states of searches and trials and for the outcomes of attempts. Programs read the names that JSON has.
/// </summary>
public static class StateWords
{
    // As a search's life goes: what is under way, what is done, what went wrong.
    private static readonly (TrialState State, Func<TrialCounts, int> Count)[] States =
    [
        (TrialState.Running, counts => counts.Running), (TrialState.Waiting, counts => counts.Waiting),
        (TrialState.Paused, counts => counts.Paused), (TrialState.Parked, counts => counts.Parked),
        (TrialState.Completed, counts => counts.Completed), (TrialState.Stopped, counts => counts.Stopped),
        (TrialState.Diverged, counts => counts.Diverged),
        (TrialState.OutOfMemory, counts => counts.OutOfMemory), (TrialState.Failed, counts => counts.Failed),
        (TrialState.Cancelled, counts => counts.Cancelled),
    ];

    /// <summary>A state or an outcome: "out of memory".</summary>
    public static string Of(Enum value) => string.Concat(value.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? $"{(i > 0 ? " " : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>How many trials are in each state, of those that some are in: "3 running, 1 out of memory".</summary>
    /// <param name="except">States that are told elsewhere.</param>
    public static string Of(TrialCounts counts, params TrialState[] except) => string.Join(", ", States
        .Where(one => one.Count(counts) > 0 && !except.Contains(one.State))
        .Select(one => $"{one.Count(counts)} {Of(one.State)}"));
}
