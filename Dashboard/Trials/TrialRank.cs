using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Trials;

/// <summary>A completed trial's place among the completed trials of its search.</summary>
internal static class TrialRank
{
    /// <summary>
    /// Returns for example "3 of 18 by accuracy"; null for a trial that has not completed. Equal trials share the better rank.
    /// </summary>
    public static string? Format(TrialView trial, IReadOnlyCollection<TrialView> all, Metric goal)
    {
        if (trial.State != TrialState.Completed || !double.IsFinite(goal.Gain(trial)))
            return null;
        TrialView[] completed = [.. all.Where(one => one.State == TrialState.Completed)];
        return $"{1 + completed.Count(one => goal.Gain(one) > goal.Gain(trial))} of {completed.Length} by {goal.Title}";
    }
}
