using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Charts;

/// <summary>Whose curves are drawn: more than a few dozen are a carpet, so of more those with the highest accuracy.</summary>
internal static class CurveChoice
{
    public const string Best = "best", Front = "front", Running = "running", Stopped = "stopped", All = "all", Selection = "selection";

    /// <summary>The default number of trials of <see cref="Best"/>.</summary>
    public const int Few = 20;

    /// <summary>How many are drawn at most.</summary>
    public const int Most = 60;

    /// <summary>The trials to draw, the most accurate first, and how many there are of that choice.</summary>
    /// <param name="top">How many the best are.</param>
    /// <param name="selected">For <see cref="Selection"/>.</param>
    public static (TrialView[] Shown, int Of) Choose(
        IEnumerable<TrialView> trials, string choice, int top = Few, TrialSelection? selected = null)
    {
        TrialView[] chosen = [.. trials.Where(trial => trial.Epochs > 0 && Is(trial, choice, selected))
            .OrderByDescending(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy) ? accuracy : -1)
            .ThenBy(trial => trial.Number)];
        var most = choice is Front or Running or Stopped or All or Selection ? Most : Math.Clamp(top, 1, Most);
        return (chosen[..Math.Min(most, chosen.Length)], choice == Best ? Math.Min(most, chosen.Length) : chosen.Length);
    }

    /// <summary>What is not drawn, or not there, in one sentence; null where all is drawn.</summary>
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
