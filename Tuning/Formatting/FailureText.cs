using System.Collections.Immutable;

namespace Paretune.Tuning.Formatting;

/// <summary>A reason for which trials failed, with the trials.</summary>
/// <param name="Reason">The reason as the first of the trials has it.</param>
/// <param name="Trials">Trial numbers, ascending.</param>
public sealed record FailureText(string Reason, ImmutableArray<int> Trials)
{
    /// <summary>
    /// Groups trials that failed, ran out of memory or diverged by reason, the most frequent first. Reasons that differ only in numbers are
    /// one group.
    /// </summary>
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
