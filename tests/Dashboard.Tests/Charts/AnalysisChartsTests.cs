using System.Text.Json;
using Paretune.Dashboard.Charts;

namespace Paretune.Dashboard.Tests.Charts;

/// <summary>The charts of hyperparameter importance and effects.</summary>
public sealed class AnalysisChartsTests
{
    // Accuracy depends on α and not on δ; parameters only on α.
    private static readonly TrialView[] Trials =
    [
        .. Enumerable.Range(0, 60).Select(i => Sample.Trial(i + 1, 1 + i % 3, 0.25 * (1 + i / 3 % 4)) with
        {
            Accuracy = 0.4 + 0.1 * (i / 3 % 4) + 0.001 * (i % 7),
            Parameters = 100 * (1 + i / 3 % 4),
        }),
        Sample.Trial(61, 3, 1) with { Accuracy = 0.99, State = TrialState.Stopped },
    ];

    [Fact]
    public void The_hyperparameter_that_decides_has_the_longest_bar_for_each_objective()
    {
        var chart = ImportanceChart.Create(Sample.Spec, AnalysedTrials.From(Trials));

        Assert.StartsWith("For accuracy, α matters most: ", chart.Summary, StringComparison.Ordinal);
        Assert.EndsWith("compared with all 60 completed trials (PED-ANOVA).", chart.Summary, StringComparison.Ordinal);
        foreach (var bars in Traces(chart).Take(2))
        {
            Assert.Equal(["δ", "α"], bars.GetProperty("y").EnumerateArray().Select(y => y.GetString()));
            Assert.InRange(bars.GetProperty("x")[1].GetDouble(), 0.9, 1);
        }
    }

    [Fact]
    public void Too_few_trials_are_said_to_mislead()
    {
        var chart = ImportanceChart.Create(Sample.Spec, AnalysedTrials.From(Trials[..12]));

        Assert.EndsWith("With so few trials this can mislead; more trials make it reliable.", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_has_the_median_of_each_value_and_leaves_out_what_was_stopped()
    {
        var analysed = AnalysedTrials.From(Trials);

        var chart = SliceChart.Create(analysed, analysed.Find("width", 0)!);

        var traces = Traces(chart);
        Assert.Equal(60, traces[0].GetProperty("x").GetArrayLength());
        Assert.Equal([0.402, 0.503, 0.603, 0.703], traces[1].GetProperty("y").EnumerateArray().Select(y => Math.Round(y.GetDouble(), 4)));
        Assert.Contains("the most accurate trial, with 70.60 %, has α 1.", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slice_marks_the_values_that_were_tried_where_they_are_few()
    {
        var analysed = AnalysedTrials.From(Trials);

        var axis = JsonSerializer.SerializeToElement(SliceChart.Create(analysed, analysed.Find("dilation", 0)!).Layout)
            .GetProperty("xaxis");

        Assert.Equal(
            Trials.Select(trial => (double)trial.Configuration.Dilation).Distinct().Order(),
            axis.GetProperty("tickvals").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void Of_thousands_of_trials_a_slice_draws_those_that_do_not_lie_on_others_and_says_so()
    {
        TrialView[] trials = [
            .. Enumerable.Range(1, 5000).Select(i => Sample.Trial(i, width: 0.25 * (1 + i % 4)) with { Accuracy = i % 1000 / 1000.0 })];
        var analysed = AnalysedTrials.From(trials);

        var chart = SliceChart.Create(analysed, analysed.Find("width", 0)!);

        var drawn = Traces(chart)[0].GetProperty("y").EnumerateArray().Select(y => y.GetDouble()).ToArray();
        Assert.InRange(drawn.Length, 4 * 90, 4 * 101);
        Assert.Equal(0.999, drawn.Max());
        Assert.EndsWith($"{drawn.Length} are shown; the others would be hidden behind them.", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pair_of_values_has_the_best_accuracy_among_its_trials()
    {
        var analysed = AnalysedTrials.From(Trials);

        var chart = PairChart.Create(analysed, analysed.Find("width", 0)!, analysed.Find("dilation", 1)!);

        Assert.Contains("12 pairs of 12 have completed trials. Best: α 1, ", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(12, Traces(chart)[0].GetProperty("x").GetArrayLength());
        Assert.Equal(["0.25", "1", "5", "40.60 %"], chart.Table.Rows()[0]);
    }

    [Fact]
    public void Two_ranges_are_a_surface_that_is_highest_where_trials_were_good_and_blank_where_none_are()
    {
        // The best trial has rate 0.01 and decay 0.5; no trial has both a large rate and a large decay.
        TrialView[] trials =
        [
            .. from i in Enumerable.Range(0, 20)
               from j in Enumerable.Range(0, 20)
               where i < 12 || j < 12
               select Sample.Trial(1 + 20 * i + j) with
               {
                   Configuration = new(1, 1, 1, 0.0001 * Math.Pow(10, i / 5.0), j / 19.0, 128),
                   Accuracy = 0.9 - 0.02 * Math.Abs(i - 10) - 0.02 * Math.Abs(j - 9.5),
               },
        ];
        var analysed = AnalysedTrials.From(trials);

        var chart = PairChart.Create(analysed, analysed.Find("learningRate", 0)!, analysed.Find("weightDecay", 1)!);

        var surface = Traces(chart)[0];
        var cells = surface.GetProperty("x").EnumerateArray().Select(x => x.GetDouble()).Zip(
            surface.GetProperty("base").EnumerateArray().Select(y => y.GetDouble()),
            surface.GetProperty("marker").GetProperty("color").EnumerateArray().Select(value => value.GetDouble())).ToArray();
        var (x, y, _) = cells.MaxBy(cell => cell.Third);
        Assert.InRange(x, 0.4, 0.6);
        Assert.InRange(y, 0.4, 0.55);
        Assert.DoesNotContain(cells, cell => cell is { First: > 0.9, Second: > 0.9 });
        Assert.StartsWith(
            "The mean accuracy of nearby trials, from 336 completed trials: highest around", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(336, Traces(chart)[1].GetProperty("x").GetArrayLength());
    }

    [Fact]
    public void The_distribution_rises_to_all_trials_a_line_for_each_network()
    {
        TrialView[] two = [.. Trials, .. Trials.Select(trial => trial with { Network = "mobilenet", Accuracy = trial.Accuracy / 2 })];

        var chart = DistributionChart.Create(AnalysedTrials.From(two));

        Assert.Equal(2, Traces(chart).Length);
        Assert.All(Traces(chart), line => Assert.Equal(1, line.GetProperty("y").EnumerateArray().Last().GetDouble()));
        Assert.Contains("mobilenet: half of 60 trials reach 30.00 %", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_completed_trial_each_says_so()
    {
        var none = AnalysedTrials.From(Trials[^1..]);

        Assert.Equal("Fewer than two trials have completed.", ImportanceChart.Create(Sample.Spec, none).Summary);
        Assert.Equal("No trial has completed yet.", DistributionChart.Create(none).Summary);
        Assert.Null(none.Find(null, 0));
    }

    private static JsonElement[] Traces(Chart chart) =>
        [.. JsonSerializer.SerializeToElement(chart.Traces, JsonSerializerOptions.Web).EnumerateArray()];
}
