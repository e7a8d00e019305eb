using System.Collections.Immutable;
using Paretune.Tuning.Analysis;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>Charts hyperparameter importance for being among the best tenth of trials, for each objective.</summary>
internal static class ImportanceChart
{
    // Optuna's recommendation for this method.
    private const int Enough = 5;

    private static readonly int[] All = [0, 1];
    private static readonly string[] Colours = ["--front", "--c2", "--c6", "--c1"];

    public static Chart Create(SearchSpec spec, AnalysedTrials analysed)
    {
        Metric[] objectives = [.. Objectives.From(spec).All];
        var searched = analysed.Hyperparameters.Select(one => one.Searched(analysed.Trials)).ToImmutableArray();
        ImmutableArray<Ranking> rankings = searched.IsEmpty || analysed.Trials.IsEmpty
            ? [] : [.. objectives.Select(objective => Rank(objective, analysed.Trials, searched))];
        // The most important hyperparameter is on top; plotly draws from the bottom.
        int[] order = [.. Enumerable.Range(0, searched.Length).OrderBy(one => rankings.Length > 0 ? rankings[0].Shares[one] : 0)];
        return new(
            "Hyperparameter importance", Summary(analysed, rankings, searched),
            [.. rankings.Index().Select(one => Bars(one.Item, one.Index, order, searched))],
            new
            {
                barmode = "group",
                xaxis = new { title = new { text = "share of importance" }, tickformat = ".0%", range = All },
                yaxis = new { automargin = true },
            },
            new(["hyperparameter", .. objectives.Select(objective => objective.Title)], () => [
                .. order.Reverse().Select(one => ImmutableArray.Create<string>([
                    searched[one].Title, .. rankings.Select(ranking => Formatter.Percent(ranking.Shares[one]))]))]));
    }

    private static Ranking Rank(Metric objective, ImmutableArray<TrialView> trials, ImmutableArray<SearchedValues> searched)
    {
        // If some trials lack the objective, only those with a value are compared.
        int[] known = [.. Enumerable.Range(0, trials.Length).Where(trial => double.IsFinite(objective.Value(trials[trial])))];
        var best = Importance.Best([.. known.Select(trial => objective.Value(trials[trial]))], objective.IsMaximized);
        return new(objective, best.Length, Importance.Shares(
            [.. searched.Select(one => one with { Places = [.. known.Select(trial => one.Places[trial])] })], best));
    }

    private static string Summary(AnalysedTrials analysed, ImmutableArray<Ranking> rankings, ImmutableArray<SearchedValues> searched)
    {
        if (searched.IsEmpty)
            return analysed.Trials.Length < 2 ? "Fewer than two trials have completed."
                : "No hyperparameter varies among the completed trials.";
        var (goal, best) = (rankings[0].Objective.Title, rankings[0].Best);
        var top = Enumerable.Range(0, searched.Length).MaxBy(one => rankings[0].Shares[one]);
        return (rankings[0].Shares[top] > 0
                ? $"For {goal}, {searched[top].Title} matters most: {Formatter.Percent(rankings[0].Shares[top])} of the importance. "
                : $"For {goal}, no hyperparameter distinguishes the best trials. ")
            + $"The best {CountText.Format(best, "trial")} {(best == 1 ? "is" : "are")} compared with all {analysed.Trials.Length} "
            + "completed trials (PED-ANOVA)."
            + (best < Enough ? " With so few trials this can mislead; more trials make it reliable." : "");
    }

    private static object Bars(Ranking ranking, int index, int[] order, ImmutableArray<SearchedValues> searched) => new
    {
        type = "bar",
        orientation = "h",
        name = ranking.Objective.Title,
        y = order.Select(one => searched[one].Title),
        x = order.Select(one => ranking.Shares[one]),
        hovertemplate = "%{y}: %{x:.1%}",
        marker = new { color = Colours[index % Colours.Length] },
    };

    private sealed record Ranking(Metric Objective, int Best, ImmutableArray<double> Shares);
}
