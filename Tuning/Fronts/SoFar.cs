using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>Parked trials beside a front, by their accuracy so far.</summary>
public static class SoFar
{
    /// <summary>As <see cref="TrialView.SoFar"/>.</summary>
    /// <param name="front">Its members.</param>
    public static bool IsOn(IEnumerable<TrialView> front, TrialView trial, Objectives objectives)
    {
        var admitting = objectives.NewFront<int>();
        foreach (var member in front)
            admitting.Add(member.Number, objectives.Values(member));
        return IsOn(admitting, trial, objectives);
    }

    internal static bool IsOn(Front<int> front, TrialView trial, Objectives objectives) =>
        trial is { State: TrialState.Parked, Accuracy: not null } && front.Admits(objectives.Values(trial));
}
