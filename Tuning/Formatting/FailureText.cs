using System.Collections.Immutable;

namespace Paretune.Tuning.Formatting;

/// <summary>Why trials of a search failed: those of one reason together, the most frequent first.</summary>
/// <param name="Reason">As the first of them has it.</param>
/// <param name="Trials">Their numbers, ascending.</param>
public sealed record FailureText(string Reason, ImmutableArray<int> Trials)
{
    /// <summary>Of trials that failed, ran out of memory or diverged; what differs in figures alone is one reason.</summary>
    public static ImmutableArray<FailureText> From(IEnumerable<TrialView> trials) =>
    [
        .. trials.Where(trial => trial.State is TrialState.Failed or TrialState.OutOfMemory or TrialState.Diverged)
            .OrderBy(trial => trial.Number)
            .GroupBy(trial => string.Concat(StateWords.Because(trial.State, trial.Reason).Where(letter => !char.IsAsciiDigit(letter))))
            .OrderByDescending(group => group.Count())
            .Select(group => new FailureText(
                StateWords.Because(group.First().State, group.First().Reason), [.. group.Select(trial => trial.Number)])),
    ];

    /// <summary>"12 trials".</summary>
    public string Count => CountText.Format(Trials.Length, "trial");
}
