using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Chooses the trials whose curves are drawn. A few dozen curves are readable, so of more the most accurate are chosen.</summary>
internal static class CurveChoice
{
    public const string Best = "best", Front = "front", Running = "running", Stopped = "stopped", All = "all", Selection = "selection";

    /// <summary>The default number of trials of <see cref="Best"/>.</summary>
    public const int Few = 20;

    /// <summary>The maximum number of curves.</summary>
    public const int Most = 60;

    /// <summary>Returns the trials to draw, the most accurate first, and the number of trials in the choice.</summary>
    /// <param name="top">The number of trials of <see cref="Best"/>.</param>
    /// <param name="selected">The trials of <see cref="Selection"/>.</param>
    public static (TrialView[] Shown, int Of) Choose(
        IEnumerable<TrialView> trials, string choice, int top = Few, TrialSelection? selected = null)
    {
        TrialView[] chosen = [.. trials.Where(trial => trial.Epochs > 0 && Is(trial, choice, selected))
            .OrderByDescending(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy) ? accuracy : -1)
            .ThenBy(trial => trial.Number)];
        var most = choice is Front or Running or Stopped or All or Selection ? Most : Math.Clamp(top, 1, Most);
        return (chosen[..Math.Min(most, chosen.Length)], choice == Best ? Math.Min(most, chosen.Length) : chosen.Length);
    }

    /// <summary>Returns one sentence on the trials that are not drawn; null if all are drawn.</summary>
    public static string? Missing(int shown, int all, string choice, TrialSelection selected) =>
        shown < all ? $"The {shown} most accurate of {all} trials are shown."
        : choice == Selection && selected.Numbers.Count > all
            ? $"{CountText.Format(selected.Numbers.Count - all, "selected trial")} "
                + $"{(selected.Numbers.Count - all == 1 ? "has" : "have")} not reported an epoch." : null;

    private static bool Is(TrialView trial, string choice, TrialSelection? selected) => choice switch
    {
        Front => trial.OnFront,
        Running => trial.State == TrialState.Running,
        Stopped => trial.State is TrialState.Stopped or TrialState.Parked,
        Selection => selected?.Has(trial.Number) == true,
        _ => true,
    };
}
