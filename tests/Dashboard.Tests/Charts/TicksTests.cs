using System.Text.Json;
using Paretune.Dashboard.Charts;
using Paretune.Dashboard.Compare;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Tests.Charts;

/// <summary>The axes that all charts share.</summary>
public sealed class TicksTests
{
    private static readonly Report Epoch1 = new()
    {
        Trial = new(new("abcd2345"), 1),
        Attempt = 1,
        Epoch = 1,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1,
        Accuracy = 0.5,
        LearningRate = 0.1,
        Seconds = 1,
        ImagesPerSecond = 1,
        PeakMemoryBytes = 1,
    };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(12, 2)]
    [InlineData(37, 5)]
    [InlineData(51, 10)]
    [InlineData(300, 50)]
    public void Epochs_are_marked_in_steps_of_1_2_and_5(int epochs, int step) => Assert.Equal(step, Ticks.Whole(epochs, 10));

    [Theory]
    [InlineData(200e3, 250e3, null)]
    [InlineData(195e3, 2.5e6, "D2")]
    [InlineData(100, 1e6, "1")]
    [InlineData(300e3, 300e3, "D2")]
    public void A_logarithmic_axis_is_marked_at_1_2_and_5_as_far_as_there_is_room(double least, double most, string? step)
    {
        Assert.Equal(step, Ticks.Logarithmic([most, double.NaN, least, 0])?.ToString());
    }

    [Fact]
    public void Costs_have_prefixes_of_the_SI()
    {
        var axis = JsonSerializer.SerializeToElement(MetricAxis.From(Sample.Spec, "macs").Layout([195e3, 2.5e6]));

        Assert.Equal(("log", "~s", "D2"), (
            axis.GetProperty("type").GetString(), axis.GetProperty("tickformat").GetString(), axis.GetProperty("dtick").GetString()));
    }

    [Fact]
    public void A_trials_accuracy_is_told_in_percent()
    {
        var chart = TrialCharts.Accuracy([Epoch1 with { Accuracy = 0.389222 }]);

        Assert.Equal("1 epoch; now validation 38.92 %, training 50.00 %.", chart.Summary);
        Assert.Equal(["1", "38.92 %", "50.00 %"], chart.Table.Rows()[0]);
    }

    [Fact]
    public void Trials_are_compared_in_percent_on_an_axis_that_does_not_leave_it()
    {
        ComparedTrial one = new(
            Sample.Search(1), new("cifar10", [], 32, 1, 1), new(Sample.Trial(1), [Epoch1 with { Accuracy = 0.1 }], [], null, []));

        var chart = CompareCharts.Accuracy([one]);

        Assert.Equal("10.00 % after 1 epoch of trial 1 of sample.", chart.Summary);
        var axis = JsonSerializer.SerializeToElement(chart.Layout, ParetuneJson.Options).GetProperty("yaxis");
        Assert.Equal("""{"clipmin":0,"clipmax":1}""", axis.GetProperty("autorangeoptions").GetRawText());
    }

    [Fact]
    public void Only_what_the_training_images_gave_is_dotted_and_nothing_is_dashed()
    {
        RungPrediction rung = new(1, 0.4, 0.5, 0.1, 0.3, 2, 0.4, true, null);
        var compared = Enumerable.Range(1, 6).Select(number => new ComparedTrial(
            Sample.Search(6), new("cifar10", [], 32, 1, 1), new(Sample.Trial(number), [Epoch1], [], null, []))).ToList();
        Chart[] charts =
        [
            TrialCharts.Accuracy([Epoch1]), TrialCharts.Loss([Epoch1]), DecisionChart.Create([Epoch1], [rung], Sample.Spec),
            CompareCharts.Accuracy(compared), DilationChart.Create(Sample.Spec, [Sample.Trial(1) with { Accuracy = 0.5 }]),
            FrontChart.Create(
                Sample.Search(1), [Sample.Trial(1) with { Accuracy = 0.5 }], new(MetricAxis.From(Sample.Spec, null)) { Limit = 500 }),
        ];

        var dashes = charts.SelectMany(chart => JsonSerializer.SerializeToElement(chart.Traces, ParetuneJson.Options).EnumerateArray())
            .Select(trace => (Name: trace.GetProperty("name").GetString()!, Dash:
                trace.TryGetProperty("line", out var line) && line.TryGetProperty("dash", out var dash) ? dash.GetString() : null))
            .Where(trace => trace.Dash is not (null or "solid")).Distinct().ToList();

        Assert.Equal([("training", "dot")], dashes);
        Assert.All(charts, chart => Assert.DoesNotContain("dash", JsonSerializer.Serialize(chart.Layout), StringComparison.Ordinal));
    }

    [Fact]
    public void No_chart_puts_its_legend_over_the_plot() => Assert.DoesNotContain(
        "legend", JsonSerializer.Serialize(TrialCharts.Accuracy([]).Layout).Replace("showlegend", "", StringComparison.Ordinal),
        StringComparison.Ordinal);
}
