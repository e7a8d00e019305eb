namespace Paretune.Dashboard.Charts;

/// <summary>Whose curves are drawn: more than a few dozen are a carpet, so of more those with the highest accuracy.</summary>
internal static class CurveChoice
{
    public const string Best = "best", Front = "front", Running = "running", All = "all";

    /// <summary>How many <see cref="Best"/> is.</summary>
    public const int Few = 20;

    private const int Most = 60;

    /// <summary>The trials to draw, the most accurate first, and how many there are of that choice.</summary>
    public static (TrialView[] Shown, int Of) Of(IEnumerable<TrialView> trials, string choice)
    {
        TrialView[] chosen = [.. trials.Where(trial => trial.Epochs > 0 && Is(trial, choice))
            .OrderByDescending(trial => trial.Accuracy is { } accuracy && double.IsFinite(accuracy) ? accuracy : -1)
            .ThenBy(trial => trial.Number)];
        return choice is Front or Running or All ? (chosen[..Math.Min(Most, chosen.Length)], chosen.Length)
            : (chosen[..Math.Min(Few, chosen.Length)], Math.Min(Few, chosen.Length));
    }

    private static bool Is(TrialView trial, string choice) => choice switch
    {
        Front => trial.OnFront,
        Running => trial.State == TrialState.Running,
        _ => true,
    };
}
