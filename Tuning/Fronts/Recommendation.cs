using System.Globalization;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>A rule's recommendation, the alternative, and how far the accuracy can be trusted; one sentence each.</summary>
/// <param name="Choice">"Best trade-off of 5 front trials: 23.5 % at 199 k MACs."</param>
/// <param name="Alternative">"The most accurate adds 7.0 points for 12.6× the MACs."; null if there is none.</param>
/// <param name="Evidence">The accuracy's interval, the images it was measured on, and the test.</param>
/// <param name="LeftOut">How many front members may be guessing; null if none.</param>
public sealed record Recommendation(string Choice, string? Alternative, string Evidence, string? LeftOut)
{
    /// <summary>The recommendation for a chosen trial; null if it is not on the front of these trials.</summary>
    /// <param name="trials">Those that have completed and are within the limits.</param>
    /// <param name="testImages">0 if it is not known; null if nothing is tested, because programs train the trials.</param>
    public static Recommendation? From(Optimum optimum, IReadOnlyCollection<TrialView> trials, FrontScale scale, int? testImages)
    {
        var front = scale.Objectives.NewFront<TrialView>();
        foreach (var trial in OptimumRule.Compared(trials, scale.Objectives))
            front.Add(trial, scale.Objectives.Values(trial));
        var members = front.Members.ToDictionary(trial => trial.Number);
        FrontMember[] weighed = [.. members.Values.Select(trial => FrontMember.From(trial, scale.Objectives))];
        if (FrontTable.AboveChance(weighed, scale, number => members[number]) is not { } table
            || Array.IndexOf(table.Numbers, optimum.Trial) is not (>= 0 and var row))
            return null;
        var (chosen, goal) = (members[optimum.Trial], scale.Objectives.Goal);
        var cost = scale.Objectives.Costs.OrderByDescending(metric => metric.IsMainCost).FirstOrDefault();
        var rule = OptimumRule.Parse(optimum.Rule);
        return new(
            $"{rule.Headline(table, row)} {(table.Count == 1 ? "1 front trial" : $"{table.Count} front trials")}: {goal.Number(chosen)}"
                + $"{(cost is null ? "" : $" at {cost.InSentence(chosen)}")}."
                + (rule is Knee && !Knee.HasKnee(table) ? " Set a limit or choose another rule." : ""),
            cost is null ? null : Beside(table, row, members, cost),
            Measured(chosen, scale, testImages), Chances(weighed.Length - table.Count, scale));
    }

    /// <summary>What the most accurate member gains and costs; if that one was chosen, what the knee saves.</summary>
    private static string? Beside(FrontTable table, int row, Dictionary<int, TrialView> members, Metric cost)
    {
        var best = table.Best(table.Gains, table.Gains);
        if (best == row && !Knee.HasKnee(table))
            return null;
        var other = best == row ? new Knee().Pick(table, table.Gains) : best;
        if (other == row)
            return null;
        var points = (100 * Math.Abs(table.Gains[other] - table.Gains[row])).ToString("0.0", CultureInfo.InvariantCulture);
        var (chosen, beside) = (members[table.Numbers[row]], members[table.Numbers[other]]);
        var ratio = cost.Value(beside) / cost.Value(chosen);
        var title = table.Scale.Objectives.Goal.Title;
        return (other != best ? "The knee gives up" : title == "accuracy" ? "The most accurate adds" : $"The best {title} adds")
            + $" {points} points {(double.IsFinite(ratio) ? $"for {Times(ratio)} the {cost.Counted}" : $"at {cost.InSentence(beside)}")}.";
    }

    private static string Times(double ratio) => $"{ratio.ToString(ratio >= 1 ? "0.0" : "0.0##", CultureInfo.InvariantCulture)}×";

    private static string Measured(TrialView chosen, FrontScale scale, int? testImages)
    {
        var validation = chosen.Estimate is { Decides: true } estimate ? CertaintyText.Evidence(estimate)
            : $"Validation {On(chosen.Accuracy ?? double.NaN, scale.Images)}";
        return testImages is not { } images ? $"{validation}."
            : chosen.TestAccuracy is { } test ? $"{validation}; test {On(test, images)}."
            : $"{validation}; not tested yet: front trials are tested when all trials are done.";
    }

    private static string On(double accuracy, int images) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * accuracy:0.0} %")
        + (AccuracyInterval.From(accuracy, images) is { } interval
            ? string.Create(CultureInfo.InvariantCulture, $" (95 % interval {interval}, {images:N0} images)") : "");

    private static string? Chances(int members, FrontScale scale) => members == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"Left out: {members} front {(members == 1 ? "trial" : "trials")} whose accuracy may be chance ({100 * scale.Chance:0.#} %).");
}
