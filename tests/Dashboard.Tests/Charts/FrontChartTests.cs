using System.Text.Json;
using Paretune.Dashboard.Charts;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class FrontChartTests
{
    private static readonly MetricAxis Macs = MetricAxis.From(Sample.Spec, "macs");

    [Fact]
    public void Trials_are_drawn_as_what_they_are_and_those_without_accuracy_not_at_all()
    {
        TrialView[] trials =
        [
            Trial(1, 0.9, 300, onFront: true), Trial(2, 0.5, 100, onFront: true), Trial(3, 0.4, 200),
            Trial(4, 0.6, 400, state: TrialState.Running),
            Trial(5, null, 500, state: TrialState.Waiting), Trial(6, double.NaN, 500, state: TrialState.Diverged),
        ];

        var chart = Draw(trials, recommended: new(2, "knee", "trial 2 is cheap"));

        Assert.Equal(["3"], Points(chart, "dominated"));
        Assert.Equal(["4"], Points(chart, "running"));
        // In order of cost, so that the line joins neighbours.
        Assert.Equal(["2", "1"], Points(chart, "front"));
        Assert.Equal(["2"], Points(chart, "optimum"));
        Assert.Contains("trial 2 is cheap", chart.Summary, StringComparison.Ordinal);
        Assert.Equal(4, chart.Table.Rows().Count);
    }

    [Fact]
    public void The_page_comes_with_the_same_marks_at_their_places()
    {
        TrialView[] trials = [Trial(1, 0.9, 300, onFront: true), Trial(2, 0.5, 100, onFront: true), Trial(3, 0.4, 200), Trial(4, 0.4, 200)];

        var preview = Draw(trials, recommended: new(2, "knee", "trial 2 is cheap")).Preview!;

        Assert.Equal(["dominated", "front", "optimum"], preview.Marks.Select(marks => marks.Name));
        Assert.Equal([2, 2, 1], preview.Marks.Select(marks => marks.Places.Length));
        var front = preview.Marks[1];
        Assert.Equal(front.Places[0], preview.Marks[2].Places[0]);
        Assert.True(front.Places[0].X < front.Places[1].X && front.Places[0].Y < front.Places[1].Y);
        // Horizontally to the next trial's cost, then vertically to the trial.
        Assert.Equal([front.Places[0], (front.Places[1].X, front.Places[0].Y), front.Places[1]], front.Line);
        Assert.All(preview.Marks.SelectMany(marks => marks.Places), place => Assert.True(place is { X: > 0 and < 1, Y: > 0 and < 1 }));
        Assert.Contains("50.0%", preview.YTicks.Select(tick => tick.Text));
    }

    [Fact]
    public void A_parked_trial_that_would_be_on_the_front_is_hollow_and_says_that_its_accuracy_is_that_so_far()
    {
        var chart = Draw([Trial(1, 0.9, 300, onFront: true), Trial(2, 0.4, 100, state: TrialState.Parked) with { SoFar = true }]);

        Assert.Equal(["2"], Points(chart, "parked, accuracy so far"));
        Assert.Empty(Points(chart, "dominated"));
        Assert.Contains(chart.Table.Rows(), row => row[^1] == "accuracy so far");
    }

    [Fact]
    public void A_member_that_is_dominated_in_the_plane_is_hollow_and_the_line_passes_it_by()
    {
        var chart = Draw(
        [
            Trial(1, 0.5, 100, onFront: true), Trial(2, 0.4, 200, onFront: true), Trial(3, 0.9, 300, onFront: true),
            Trial(4, 0.5, 300, onFront: true), Trial(5, 0.9, 300, onFront: true),
        ]);

        Assert.Equal(["1", "3", "5"], Points(chart, "front"));
        Assert.Equal(["2", "4"], Points(chart, "on the front by another objective").Order());
    }

    [Fact]
    public void The_line_of_a_metric_that_is_to_grow_falls_to_the_right()
    {
        var recall = new MetricAxis(Metric.OfEpoch("recall", "recall", epoch => epoch.TopFive) with { Direction = Direction.Maximize });
        TrialView[] trials =
        [
            Trial(1, 0.9, 300, onFront: true) with { TopFive = 0.2 }, Trial(2, 0.5, 100, onFront: true) with { TopFive = 0.8 },
            Trial(3, 0.6, 100, onFront: true) with { TopFive = 0.1 },
        ];

        var chart = FrontChart.Create(Sample.Search(3), trials, new(recall));

        Assert.Equal(["1", "2"], Points(chart, "front"));
    }

    [Fact]
    public void Trials_that_were_not_trained_to_the_end_are_crosses()
    {
        var chart = Draw([Trial(1, 0.9, 300), Trial(2, 0.4, 100, state: TrialState.Stopped)]);

        Assert.Equal(["1"], Points(chart, "dominated"));
        Assert.Equal(["2"], Points(chart, "not trained to the end"));
    }

    [Fact]
    public void One_accuracy_alone_has_an_axis_of_a_few_points()
    {
        var one = JsonSerializer.SerializeToElement(Draw([Trial(1, 0.3, 300), Trial(2, 0.3, 400)]).Layout);
        var two = JsonSerializer.SerializeToElement(Draw([Trial(1, 0.3, 300), Trial(2, 0.4, 400)]).Layout);

        Assert.Equal(
            [0.25, 0.35],
            one.GetProperty("yaxis").GetProperty("range").EnumerateArray().Select(end => Math.Round(end.GetDouble(), 9)));
        Assert.False(two.GetProperty("yaxis").TryGetProperty("range", out _));
    }

    [Fact]
    public void Trials_are_told_apart_by_what_was_searched()
    {
        var chart = Draw(
        [
            Trial(1, 0.9, 300), Trial(2, 0.5, 100) with { Configuration = new(1, 1, 1, 0.01, 0.0005, 128) },
        ]);

        Assert.Equal(
            ["learning rate 0.001, weight decay 0", "learning rate 0.01, weight decay 0.0005"],
            JsonSerializer.SerializeToElement(chart.Traces).EnumerateArray().Single(
                trace => trace.GetProperty("name").GetString() == "dominated").GetProperty("text").EnumerateArray()
                    .Select(text => text.GetString()).Order());
        Assert.Equal(["trial", "learning rate", "weight decay"], chart.Table.Columns[..3]);
    }

    [Fact]
    public void A_limit_is_a_line_in_the_picture()
    {
        var chart = Draw([Trial(1, 0.9, 300, onFront: true)], limit: 250);

        Assert.Equal(250, JsonSerializer.SerializeToElement(chart.Layout).GetProperty("shapes")[0].GetProperty("x0").GetDouble());
    }

    [Fact]
    public void Of_many_dominated_trials_those_that_would_hide_each_other_are_one_mark_and_the_table_has_all()
    {
        var random = new Random(3);
        TrialView[] trials = [
            .. Enumerable.Range(1, 10_000).Select(number => Trial(number, random.NextDouble(), random.Next(1000, 100_000)))];

        var chart = Draw(trials);

        Assert.InRange(Points(chart, "dominated").Count, 1000, 6000);
        Assert.Equal(10_000, chart.Table.Rows().Count);
        Assert.Contains(
            $"{Points(chart, "dominated").Count} of the 10000 trials off the front are shown", chart.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parameters", 10)]
    [InlineData("macs", 1000)]
    [InlineData("bytes", 40)]
    [InlineData("no such axis", 1000)]
    public void Each_cost_can_be_the_axis(string key, double value)
    {
        Assert.Equal(value, MetricAxis.From(Sample.Spec, key).Value(Trial(1, 0.5, 1000)));
    }

    [Fact]
    public void Latency_is_an_axis_where_it_is_an_objective_and_has_the_trials_that_it_was_measured_of()
    {
        var measured = Trial(1, 0.5, 1000) with { Latency = new(Precision.Fp32, 0.089, 0.08, 0.1, 200) };
        var timed = Sample.Spec with { Objectives = ["accuracy", "latency"] };
        var latency = MetricAxis.From(timed, "latency");

        var chart = FrontChart.Create(Sample.Search(2), [measured, Trial(2, 0.6, 1000)], new(latency) { Limit = 0.1 });

        Assert.Equal(["1"], Points(chart, "dominated"));
        Assert.Contains("1 of 2 trials", chart.Summary, StringComparison.Ordinal);
        Assert.Equal([false, true], new[] { measured, Trial(2, 0.6, 1000) }.Select(latency.Limit(0.1).Excludes));
        Assert.DoesNotContain(latency, MetricAxis.For(Sample.Spec));
        Assert.Contains(latency, MetricAxis.For(timed));
    }

    [Fact]
    public void What_is_no_cost_has_a_linear_axis_in_its_own_format()
    {
        var recall = new MetricAxis(Metric.OfEpoch("recall", "recall", epoch => epoch.TopFive) with { Direction = Direction.Maximize });
        TrialView[] trials = [Trial(1, 0.9, 300, onFront: true) with { TopFive = 0 }, Trial(2, 0.5, 100) with { TopFive = 0.5 }];

        var chart = FrontChart.Create(Sample.Search(2), trials, new(recall));

        var axis = JsonSerializer.SerializeToElement(chart.Layout).GetProperty("xaxis");
        Assert.Equal(("linear", ".1%"), (axis.GetProperty("type").GetString(), axis.GetProperty("tickformat").GetString()));
        Assert.Equal(["0.00 %", "50.00 %"], chart.Table.Rows().Select(row => row[chart.Table.Columns.IndexOf("recall")]));
        Assert.Equal((0.25, 0.5), (recall.At(0.5, 0, 0.5), recall.Share(0.25, 0, 0.5)));
        Assert.Equal([true, false], trials.Select(recall.Limit(0.25).Excludes));
    }

    [Fact]
    public void Trials_of_one_size_stand_in_the_middle_with_the_limit_beside_them()
    {
        var layout = JsonSerializer.SerializeToElement(Draw([Trial(1, 0.5, 1000, onFront: true), Trial(2, 0.4, 1000)]).Layout);

        var range = layout.GetProperty("xaxis").GetProperty("range").EnumerateArray().Select(end => end.GetDouble()).ToArray();
        Assert.Equal(3, (range[0] + range[1]) / 2, 9);
        Assert.InRange(Math.Log10(layout.GetProperty("shapes")[0].GetProperty("x0").GetDouble()), 3.1, range[1]);
    }

    [Fact]
    public void Limits_wait_at_the_edge_until_they_are_set()
    {
        TrialView[] trials = [Trial(1, 0.5, 1000, onFront: true), Trial(2, 0.4, 9000)];

        var waiting = JsonSerializer.SerializeToElement(Draw(trials).Layout).GetProperty("shapes");
        var set = JsonSerializer.SerializeToElement(Draw(trials, limit: 3000).Layout).GetProperty("shapes");

        Assert.InRange(waiting[0].GetProperty("x0").GetDouble(), 9001, 12_000);
        Assert.InRange(waiting[1].GetProperty("y0").GetDouble(), 0.38, 0.3999);
        Assert.Equal(("--faint", "--best"), (Colour(waiting[0]), Colour(set[0])));
        Assert.Equal(3000, set[0].GetProperty("x0").GetDouble());

        static string? Colour(JsonElement line) => line.GetProperty("line").GetProperty("color").GetString();
    }

    [Fact]
    public void Marks_are_coloured_sized_and_selected_as_asked()
    {
        TrialView[] trials = [Trial(1, 0.5, 1000, onFront: true) with { Parameters = 10 }, Trial(2, 0.4, 9000) with { Parameters = 1000 }];
        trials[1] = trials[1] with { Configuration = trials[1].Configuration with { Dilation = 2 } };
        var facts = TrialProperties.Create(Sample.Spec, trials, TrialDescription.From(trials));

        var chart = FrontChart.Create(Sample.Search(2), trials, new(Macs)
        {
            Colour = facts.Single(fact => fact.Key == "dilation"),
            Size = facts.Single(fact => fact.Key == "parameters").Metric,
            Selection = TrialSelection.Parse("2"),
            HasIntervals = true,
            Images = 200,
        });

        var (front, dominated) = (Trace(chart, "front"), Trace(chart, "dominated"));
        // The first value has the first colour.
        Assert.Equal("--c0", front.GetProperty("marker").GetProperty("color")[0].GetString());
        Assert.Equal("--c1", dominated.GetProperty("marker").GetProperty("color")[0].GetString());
        Assert.Equal((5, 20), (Size(front), Size(dominated)));
        Assert.Empty(front.GetProperty("selectedpoints").EnumerateArray());
        Assert.Equal(0, Assert.Single(dominated.GetProperty("selectedpoints").EnumerateArray().ToArray()).GetInt32());
        // Wilson's interval of 100 of 200.
        Assert.Equal(0.0686, front.GetProperty("error_y").GetProperty("array")[0].GetDouble(), 4);
        Assert.Equal(
            ["δ 1", "δ 2"], chart.Traces[^2..].Select(trace => JsonSerializer.SerializeToElement(trace).GetProperty("name").GetString()));

        static double Size(JsonElement trace) => trace.GetProperty("marker").GetProperty("size")[0].GetDouble();
    }

    [Fact]
    public void A_confirmed_front_is_drawn_at_its_means_with_bars_and_an_unsure_member_is_fainter()
    {
        TrialEstimate Sure(double mean, double share) => new(mean, mean - 0.01, mean + 0.02, share, [0.9, 0.88]) { Decides = true };

        var confirmed = Draw(
        [
            Trial(1, 0.9, 300, onFront: true) with { Estimate = Sure(0.89, 1) },
            Trial(2, 0.6, 100, onFront: true) with { Estimate = Sure(0.5, 0.5) },
        ]);
        var single = Draw([Trial(1, 0.9, 300, onFront: true) with { Estimate = Sure(0.9, 0.5) with { Decides = false } }]);

        var front = Trace(confirmed, "front");
        Assert.Equal([0.5, 0.89], front.GetProperty("y").EnumerateArray().Select(y => y.GetDouble()));
        Assert.Equal(
            [0.65, 1], front.GetProperty("marker").GetProperty("opacity").EnumerateArray().Select(one => Math.Round(one.GetDouble(), 9)));
        Assert.Equal(0.02, front.GetProperty("error_y").GetProperty("array")[0].GetDouble(), 9);
        Assert.EndsWith("<br>on the front with probability 50 %", front.GetProperty("text")[0].GetString(), StringComparison.Ordinal);
        Assert.Contains("Accuracies are means over seeds", confirmed.Summary, StringComparison.Ordinal);
        Assert.Contains(" 1 trial may or may not be on the front: ", confirmed.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("settled", single.Summary, StringComparison.Ordinal);
        Assert.Equal("50 %", confirmed.Table.Rows()[0][^2]);
        Assert.Equal(JsonValueKind.Null, Trace(single, "front").GetProperty("error_y").ValueKind);
        Assert.Contains("from the validation images only", single.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Test_accuracy_is_drawn_of_those_that_were_tested()
    {
        TrialView[] trials = [Trial(1, 0.5, 1000, onFront: true) with { TestAccuracy = 0.45 }, Trial(2, 0.4, 9000)];

        var chart = FrontChart.Create(Sample.Search(2), trials, new(Macs) { IsTest = true });

        Assert.Equal(0.45, Trace(chart, "front").GetProperty("y")[0].GetDouble());
        Assert.Empty(Points(chart, "dominated"));
        Assert.StartsWith(
            "1 of 2 trials has been tested, 1 is on the front, with 45.00 % at 1.0 k MACs.", chart.Summary, StringComparison.Ordinal);
    }

    private static JsonElement Trace(Chart chart, string name) => JsonSerializer.SerializeToElement(chart.Traces).EnumerateArray()
        .Single(trace => trace.GetProperty("name").GetString() == name);

    private static Chart Draw(TrialView[] trials, double? limit = null, Optimum? recommended = null) =>
        FrontChart.Create(Sample.Search(trials.Length), trials, new(Macs) { Limit = limit, Recommended = recommended });

    private static List<string> Points(Chart chart, string name) => [.. JsonSerializer.SerializeToElement(chart.Traces).EnumerateArray()
        .Single(trace => trace.GetProperty("name").GetString() == name).GetProperty("customdata").EnumerateArray()
        .Select(point => point.GetString()!)];

    private static TrialView Trial(
        int number, double? accuracy, long macs, bool onFront = false, TrialState state = TrialState.Completed) =>
        Sample.Trial(number) with { Accuracy = accuracy, Macs = macs, OnFront = onFront, State = state };
}
