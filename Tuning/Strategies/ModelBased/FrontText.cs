using System.Globalization;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>What <see cref="FrontStrategy"/> tells of its decisions.</summary>
/// <param name="chance">Below which a trial is parked.</param>
internal sealed class FrontText(FrontGoal goal, ComparedCosts costs, double chance)
{
    /// <summary>Why a trial is parked.</summary>
    public string Reason(RungPrediction at, double[] costsOfTrial) =>
        $"parked after {Epochs(at)}: {Against(at)} at {Within(costsOfTrial)} ("
            + $"{(at.IsGuessing ? "still guessing; " : "")}predicted {Predicted(at)})";

    /// <summary>What was made of a trial at its rungs, a sentence each.</summary>
    public string Explain(FrontTrial trial) => trial.Predictions.Count == 0 && trial.Epoch == 0 ? "It has not reported yet."
        : trial.Predictions.Count == 0 ? "It has not come to a rung yet."
        : string.Join(" ", trial.Predictions.Select(Explain));

    /// <summary>In what order trials are begun: a sentence.</summary>
    public static string Explain(OpeningThenCheapest order, ConfigurationTerms terms) =>
        (order.IsByEarlier ? "those are begun first that the older search lets expect most of" : "")
        + (order.IsByEarlier && terms.Count > 0 ? $", and once {OpeningThenCheapest.Earlier} have completed " : "")
        + (terms.Count > 0 ? "those are begun first whose size and hyperparameters promise most"
            : order.IsByEarlier ? "" : "the cheapest are begun first")
        + ", and early some of every size. ";

    /// <summary>Why parked trials do not go on any more.</summary>
    /// <param name="gain">That they would add to the score together.</param>
    public static string Ending(int parked, double gain, double least) => string.Create(
        CultureInfo.InvariantCulture,
        $"the {(parked == 1 ? "parked trial" : parked + " parked trials")} would raise the score by {100 * gain:0.000} points, "
            + $"less than {100 * least:0.##}");

    private string Explain(RungPrediction at)
    {
        var guessing = at.IsGuessing ? ", no more than guessing," : "";
        var there = $"After {Epochs(at)} it had {goal.Text(at.Accuracy)}{guessing} and was expected to end with {Predicted(at)}";
        return at.Opponent is null ? $"{there}; nothing that is no dearer had completed, so it went on."
            : $"{there}: {Against(at)}, which is no dearer. {Outcome(at)}";
    }

    private string Outcome(RungPrediction at) => at switch
    {
        { WentOn: true, IsGuessing: true } when at.Chance < chance => "It went on all the same: guessing says nothing of the end here.",
        { IsGuessing: true, WentOn: false } when at.Chance < chance * RungJudge.LastShare => string.Create(
            CultureInfo.InvariantCulture,
            $"It was parked: one that is still guessing needs a chance of {100 * chance * RungJudge.LastShare:0.###} %."),
        { IsGuessing: true, WentOn: false } => "It was parked, because most that guess here learn nothing later either.",
        { WentOn: true } when at.Chance < chance => "It went on all the same, as one of the first.",
        { WentOn: true } => "It went on.",
        { Needed: { } needed } => $"It was parked; {goal.Text(needed)} there would have been enough to go on.",
        _ => "It was parked; nothing it could have had there would have been enough to go on.",
    };

    private string Against(RungPrediction at) =>
        $"{Chance(at.Chance)} to end {goal.Beyond} trial {at.Opponent}'s {goal.Text(at.Line!.Value)}";

    private string Predicted(RungPrediction at) => goal.Text(at.Predicted, at.Deviation);

    /// <summary>The limit that nothing dearer is compared at, such as "≤ 1.3 M parameters"; "any size" where no cost counts.</summary>
    private string Within(double[] values) => values.Length == 0 ? "any size"
        : string.Join(" and ", costs.Metrics.Zip(values).Select(
            cost => $"≤ {cost.First.Format.InSentence(cost.Second)} {cost.First.Counted}"));

    private static string Chance(double chance) => chance < 0.001 ? "under 0.1 %"
        : (100 * chance).ToString(chance < 0.0095 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    private static string Epochs(RungPrediction at) => $"{at.Epochs} {(at.Epochs == 1 ? "epoch" : "epochs")}";
}
