using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Dashboard.Charts;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Searches;

namespace Paretune.Dashboard.Tests.Charts;

/// <summary>The other charts of a search.</summary>
public sealed class ChartsTests
{
    [Fact]
    public void What_a_program_did_not_report_is_no_line()
    {
        var report = new Report
        {
            Trial = new(new("abcd2345"), 1),
            Attempt = 1,
            Epoch = 1,
            TrainLoss = 0.5,
            TrainAccuracy = double.NaN,
            ValidationLoss = 0.5,
            Accuracy = 0.7,
            LearningRate = double.NaN,
            Seconds = 1,
            ImagesPerSecond = 0,
            PeakMemoryBytes = 0,
        };

        Assert.Equal("1 epoch; now validation 70.00 %.", TrialCharts.Accuracy([report]).Summary);
        Assert.Equal("1 epoch; now validation 0.5.", TrialCharts.Loss([report]).Summary);
        Assert.Null(TrialCharts.LearningRate([report]));
        Assert.Equal(
            "1 epoch; now validation 70.00 %, training 60.00 %.", TrialCharts.Accuracy([report with { TrainAccuracy = 0.6 }]).Summary);
        Assert.Equal(
            "2 epochs; now validation -, training 60.00 %.",
            TrialCharts.Accuracy([report, report with { Accuracy = double.NaN, TrainAccuracy = 0.6 }]).Summary);
    }

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static TrialDescription Described => TrialDescription.From([Sample.Trial(1)]);

    [Fact]
    public void No_value_that_is_not_finite_is_called_the_lowest_or_the_highest()
    {
        (TrialView, ImmutableArray<CurvePoint>)[] curves =
        [
            (Sample.Trial(1), [new(1, double.NaN, 0.1)]), (Sample.Trial(2), [new(1, 0.5, 0.2)]),
            (Sample.Trial(3), [new(1, double.PositiveInfinity, 0.1)]),
        ];

        var (lowest, highest) = (
            CurvesChart.Summary(curves, point => point.ValidationLoss, "lowest", Described), CurvesChart.Summary(curves,
                point => point.ValidationLoss, "highest", Described));
        var none = CurvesChart.Summary(curves[..1], point => point.ValidationLoss, "lowest", Described);

        Assert.Contains("The lowest is trial 2 (", lowest, StringComparison.Ordinal);
        Assert.Contains("The highest is trial 2 (", highest, StringComparison.Ordinal);
        Assert.EndsWith("Trials without a finite value: 2.", lowest, StringComparison.Ordinal);
        Assert.Equal("1 trial, up to 1 epoch. Trials without a finite value: 1.", none);
    }

    [Fact]
    public void A_line_for_each_width_and_resolution_takes_the_best_trial_at_each_dilation_and_the_papers_stands_beside()
    {
        TrialView[] trials =
        [
            Sample.Trial(1, 1) with { Accuracy = 0.5 }, Sample.Trial(2, 1) with { Accuracy = 0.6 },
            Sample.Trial(3, 3) with { Accuracy = 0.7 },
            Sample.Trial(4, 1, 0.5) with { Accuracy = 0.4 },
        ];

        var chart = DilationChart.Create(Sample.Spec, trials);

        var lines = Traces(chart).ToDictionary(
            trace => trace.GetProperty("name").GetString()!,
            trace => trace.GetProperty("y").EnumerateArray().Select(y => y.GetDouble()).ToArray());
        Assert.Equal([0.6, 0.7], lines["α 1 ρ 1"]);
        Assert.Equal([0.4], lines["α 0.5 ρ 1"]);
        Assert.Equal([0.8204, 0.8332, 0.8425, 0.8356], lines["paper α 1 ρ 1"]);
    }

    [Fact]
    public void The_paper_stands_beside_its_own_data_sets_only()
    {
        var chart = DilationChart.Create(Sample.Spec with { Dataset = "shapes" }, [Sample.Trial(1) with { Accuracy = 0.5 }]);

        Assert.DoesNotContain(Traces(chart), trace => trace.GetProperty("name").GetString()!.StartsWith("paper", StringComparison.Ordinal));
    }

    [Fact]
    public void Parallel_coordinates_have_an_axis_for_what_differs_and_a_few_lines_for_all_trials()
    {
        TrialView[] trials = [
            .. Enumerable.Range(1, 5000).Select(
                number =>
                    Sample.Trial(number, 1 + number % 3, number % 2 == 0
                        ? 1 : 0.5) with { Accuracy = number / 5000.0, Macs = 1000 + number })];

        var chart = Sample.Parallel(Sample.Spec, trials);

        Assert.Equal(
            ["δ", "α", "MACs", "Accuracy"],
            JsonSerializer.SerializeToElement(chart.Layout).GetProperty("xaxis").GetProperty("ticktext").EnumerateArray()
                .Select(text => text.GetString()));
        Assert.Equal(5, Traces(chart).Count(trace => trace.GetProperty("mode").GetString() == "lines"));
        Assert.Contains("5000 trials, of which 1500 are shown", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Growth_says_when_nine_tenths_were_reached()
    {
        ImmutableArray<FrontMoment> moments = [
            new(Start, 0, 0), new(Start.AddMinutes(2), 5, 0.8), new(Start.AddMinutes(4), 9, 0.92), new(Start.AddMinutes(9), 20, 1)];

        Assert.Contains(
            "90 % of that was reached 4 minutes after the start.", GrowthChart.OverTime(moments, Start.AddMinutes(10), null).Summary,
            StringComparison.Ordinal);
        Assert.Contains(
            "90 % of that was reached when all trials together had trained 9 epochs.", GrowthChart.OverEpochs(moments, 30).Summary,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_attempt_is_a_bar_on_its_device_by_what_ended_it()
    {
        ImmutableArray<AttemptSpan> attempts =
        [
            Span(1, "a", 0, 30, AttemptOutcome.Completed), Span(2, "b", 0, 10, AttemptOutcome.NodeLost), Span(2, "a", 30, null, null),
        ];

        var chart = DevicesChart.Create(attempts, Start.AddSeconds(60), [], DeviceTimeline.Empty);

        var bars = Traces(chart).ToDictionary(trace => trace.GetProperty("name").GetString()!);
        Assert.Equal(
            (30_000, "a/cpu"), (bars["completed"].GetProperty("x")[0].GetDouble(), bars["completed"].GetProperty("y")[0].GetString()));
        Assert.Equal(10_000, bars["node lost"].GetProperty("x")[0].GetDouble());
        Assert.Equal(30_000, bars["running"].GetProperty("x")[0].GetDouble());
        // 70 of 120 seconds.
        Assert.Contains("kept them busy for 58.33 % of that time", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Rungs_of_successive_halving_are_lines_across_the_curves()
    {
        var spec = Sample.Spec with { Strategy = new("asha"), Epochs = 27 };
        (TrialView, ImmutableArray<CurvePoint>)[] curves = [(Sample.Trial(1), [new(2, 1.5, 0.4), new(1, 1, 0.5)])];

        var (with, without) = (
            CurvesChart.Accuracy(spec, TrialDescription.From([Sample.Trial(1)]), curves),
            CurvesChart.Accuracy(Sample.Spec, TrialDescription.From([Sample.Trial(1)]), curves));

        var shapes = JsonSerializer.SerializeToElement(with.Layout).GetProperty("shapes").EnumerateArray();
        Assert.Equal([3, 9], shapes.Select(line => line.GetProperty("x0").GetInt32()));
        Assert.EndsWith("Vertical lines are rungs, after 3 and 9 epochs.", with.Summary, StringComparison.Ordinal);
        Assert.Empty(JsonSerializer.SerializeToElement(without.Layout).GetProperty("shapes").EnumerateArray());
    }

    [Fact]
    public void What_other_searches_ran_is_grey_and_within_the_time_of_this_one()
    {
        ImmutableArray<AttemptSpan> attempts = [Span(1, "a", 0, 30, AttemptOutcome.Completed)];
        DeviceTimeline others = new(
            [new(new("other"), "the other", [Span(7, "a", -60, 10, AttemptOutcome.Completed), Span(8, "b", 20, 300, null)])], 2, 0);

        var chart = DevicesChart.Create(attempts, Start.AddSeconds(300), [], others);

        var grey = Traces(chart).First();
        Assert.Equal("other searches", grey.GetProperty("name").GetString());
        Assert.Equal([10_000, 10_000], grey.GetProperty("x").EnumerateArray().Select(length => length.GetDouble()));
        Assert.Equal("trial 7 of the other, 70 s", grey.GetProperty("hovertext")[0].GetString());
        Assert.EndsWith(
            " Grey: 2 attempts of the other. 2 more searches were active in this period and are not shown.", chart.Summary,
            StringComparison.Ordinal);
        Assert.Equal(["1", "7 of the other", "8 of the other"], chart.Table.Rows().Select(row => row[0]));
    }

    [Fact]
    public void Devices_stand_in_the_order_of_their_numbers_and_are_busy_with_other_searches_too()
    {
        ImmutableArray<AttemptSpan> attempts = [.. new[] { "s10", "s2", "s1" }.Select(
            silo => Span(1, silo, 0, 30, AttemptOutcome.Completed))];
        WorkerView[] workers = [.. new[] { "s10", "s2", "s1", "s3" }.Select(
            (silo, i) => new WorkerView(new(silo, "cpu", "1"), "CPU", null, Start)
        {
            Since = Start, BusyShare = i < 3 ? 0.97 : 0,
        })];

        var chart = DevicesChart.Create(attempts, Start.AddSeconds(60), [.. workers], DeviceTimeline.Empty);

        Assert.Equal(
            ["s10/cpu", "s2/cpu", "s1/cpu"],
            JsonSerializer.SerializeToElement(chart.Layout).GetProperty("yaxis").GetProperty("categoryarray").EnumerateArray()
                .Select(device => device.GetString()));
        Assert.EndsWith(
            "Counting all searches, they were busy for 97.00 % of the last 1 min 0 s.", chart.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_an_axis_and_labels_lie_over_the_lines()
    {
        TrialView[] trials =
        [
            Sample.Trial(1) with { Accuracy = 0.5, Network = "vgg16" }, Sample.Trial(2) with { Accuracy = 0.6, Network = "mobilenet" },
        ];

        var layout = JsonSerializer.SerializeToElement(Sample.Parallel(Sample.Spec, trials).Layout);

        Assert.Equal("Network", layout.GetProperty("xaxis").GetProperty("ticktext")[0].GetString());
        Assert.Equal(
            [("mobilenet", "--ground"), ("vgg16", "--ground")],
            layout.GetProperty("annotations").EnumerateArray().Take(2)
                .Select(label => (label.GetProperty("text").GetString(), label.GetProperty("bgcolor").GetString())));
    }

    [Fact]
    public void A_chart_of_nothing_says_so()
    {
        Assert.All(
            new[] { DilationChart.Create(Sample.Spec, []), Sample.Parallel(Sample.Spec, []), GrowthChart.OverEpochs([], 0),
                DevicesChart.Create([], Start, [], DeviceTimeline.Empty), TrialCharts.Loss([]) },
            chart => Assert.Matches("^No ", chart.Summary));
    }

    private static AttemptSpan Span(int trial, string silo, int from, int? to, AttemptOutcome? outcome) => new(
        trial,
        new(1, LeaseKind.Train, new(silo, "cpu", "1"), Start.AddSeconds(from), to is { } end ? Start.AddSeconds(end) : null, outcome, ""));

    private static List<JsonElement> Traces(Chart chart) =>
        [.. JsonSerializer.SerializeToElement(chart.Traces, ParetuneJson.Options).EnumerateArray()];
}
