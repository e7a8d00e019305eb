using System.Globalization;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Formats the decisions of <see cref="FrontStrategy"/> as sentences.</summary>
/// <param name="chance">Trials with a lower chance are parked.</param>
internal sealed class FrontText(FrontGoal goal, ComparedCosts costs, double chance)
{
    /// <summary>Why a trial is parked.</summary>
    public string Reason(RungPrediction at, double[] costsOfTrial) =>
        $"parked after {Epochs(at)}: {Against(at)} at {Within(costsOfTrial)} ("
            + $"{(at.IsGuessing ? "no better than guessing; " : "")}predicted {Predicted(at)})";

    /// <summary>Explains the decision at each rung, in one sentence each.</summary>
    public string Explain(FrontTrial trial) => trial.Predictions.Count == 0 && trial.Epoch == 0 ? "It has not reported yet."
        : trial.Predictions.Count == 0 ? "It has not reached a rung yet."
        : string.Join(" ", trial.Predictions.Select(Explain));

    /// <summary>Says in which order trials start.</summary>
    public static string Explain(InitialThenCheapest order, ConfigurationTerms terms) =>
        (order.IsByEarlier ? "those that the older search ranks highest start first" : "")
        + (order.IsByEarlier && terms.Count > 0 ? $", and once {InitialThenCheapest.Earlier} have completed, " : "")
        + (terms.Count > 0 ? "those with the most promising size and hyperparameters start first"
            : order.IsByEarlier ? "" : "the cheapest start first")
        + ", and some of every size start early. ";

    /// <summary>Says why parked trials are not resumed.</summary>
    /// <param name="gain">The expected gain in score from resuming all of them.</param>
    public static string Ending(int parked, double gain, double least) => string.Create(
        CultureInfo.InvariantCulture,
        $"the {(parked == 1 ? "parked trial" : parked + " parked trials")} would raise the score by {100 * gain:0.000} points, "
            + $"less than {100 * least:0.##}");

    private string Explain(RungPrediction at)
    {
        var guessing = at.IsGuessing ? ", no better than guessing," : "";
        var there = $"After {Epochs(at)} it was at {goal.Text(at.Accuracy)}{guessing} and predicted to end at {Predicted(at)}";
        return at.Opponent is null ? $"{there}; no trial that costs no more had completed, so it continued."
            : $"{there}: {Against(at)}, and trial {at.Opponent} costs no more. {Outcome(at)}";
    }

    private string Outcome(RungPrediction at) => at switch
    {
        { Continued: true, IsGuessing: true } when at.Chance < chance => "It continued anyway: in this search, guessing early does not "
            + "predict the end.",
        { IsGuessing: true, Continued: false } when at.Chance < chance * RungJudge.LastShare => string.Create(
            CultureInfo.InvariantCulture,
            $"It was parked: a trial that is still guessing needs a chance of {100 * chance * RungJudge.LastShare:0.###} %."),
        { IsGuessing: true, Continued: false } => "It was parked, because most trials that are guessing at this rung never learn.",
        { Continued: true } when at.Chance < chance => "It continued anyway, as one of the initial trials.",
        { Continued: true } => "It continued.",
        { Needed: { } needed } => $"It was parked; {goal.Text(needed)} at this rung would have been enough to continue.",
        _ => "It was parked; no value at this rung would have been enough to continue.",
    };

    private string Against(RungPrediction at) =>
        $"{Chance(at.Chance)} chance to end {goal.Beyond} trial {at.Opponent}'s {goal.Text(at.Line!.Value)}";

    private string Predicted(RungPrediction at) => goal.Text(at.Predicted, at.Deviation);

    /// <summary>The cost up to which trials are compared, such as "≤ 1.3 M parameters"; "any size" without cost objectives.</summary>
    private string Within(double[] values) => values.Length == 0 ? "any size"
        : string.Join(" and ", costs.Metrics.Zip(values).Select(
            cost => $"≤ {cost.First.Format.InSentence(cost.Second)} {cost.First.Counted}"));

    private static string Chance(double chance) => chance < 0.001 ? "under 0.1 %"
        : (100 * chance).ToString(chance < 0.0095 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Epochs(RungPrediction at) => $"{at.Epochs} {(at.Epochs == 1 ? "epoch" : "epochs")}";
}
