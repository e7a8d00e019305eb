using System.Globalization;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Confirmation;

/// <summary>Texts on how certain a trial's accuracy and its place on the front are.</summary>
public static class CertaintyText
{
    /// <summary>"93.1 to 93.5 %".</summary>
    public static string Interval(TrialEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * estimate.Low:0.0} to {100 * estimate.High:0.0} %");

    /// <summary>"96 %"; "> 99 %" if it is not quite every draw; "–" if it is not known.</summary>
    public static string Share(TrialEstimate? estimate) => estimate?.OnFront switch
    {
        null => "–",
        > 0.99 and < 1 => "> 99 %",
        > 0 and < 0.01 => "< 1 %",
        { } share => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };

    /// <summary>"Mean over seeds 93.2 % (95 % interval 92.9 to 93.6 %, 3 runs), on the front with probability 96 %".</summary>
    public static string Evidence(TrialEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture, $"Mean over seeds {100 * estimate.Mean:0.0} % (95 % interval {Interval(estimate)}, ")
        + $"{CountText.Format(estimate.Runs.Length, "run")}), on the front with probability {Share(estimate)}";

    /// <summary>The basis of a share, for a line below a table; null if no share is known.</summary>
    public static string? Note(IReadOnlyCollection<TrialView> trials, int? replicates) =>
        trials.All(trial => trial.Estimate?.OnFront is null) ? null
        : replicates > 1 ? "on the front: probability from 4,096 draws of the accuracies, given all runs and the validation images"
        : "on the front: probability from 4,096 draws, given only the validation images; add replicates to include the effect of the seed";

    /// <summary>
    /// How many places on the front stay unsettled after all worthwhile replicates; null if none does, or if no front is confirmed.
    /// </summary>
    public static string? Unsettled(IEnumerable<TrialView> trials)
    {
        var open = trials.Count(
            trial => trial.Estimate is { Decides: true, OnFront: > 1 - FrontConfirmation.Sure and < FrontConfirmation.Sure });
        return open == 0 ? null
            : $"{CountText.Format(open, "trial")} may or may not be on the front: "
                + "no replicates are left, or a few more would not settle it";
    }

    /// <summary>The optimum with the certainty of its place added to its reason.</summary>
    public static Optimum AddTo(Optimum optimum, TrialEstimate? estimate) => estimate?.OnFront is null ? optimum : optimum with
    {
        Reason = $"{optimum.Reason}; on the front with probability {Share(estimate)} ({CountText.Format(estimate.Runs.Length, "run")})",
    };
}
