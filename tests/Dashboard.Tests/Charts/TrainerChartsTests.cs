using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Dashboard.Charts;
using Paretune.Tuning.Spaces;

namespace Paretune.Dashboard.Tests.Charts;

/// <summary>The charts of a search of a custom trainer.</summary>
public sealed class TrainerChartsTests
{
    private static readonly SearchSpec Spec = Sample.Spec with
    {
        Trainer = "lines",
        Dataset = "lines",
        Networks = ["lines"],
        Objectives = ["accuracy", "parameters"],
        Space = Hyperparameters.DefaultSpace.With("channels", 32, 8).With("dropout", 0.1).With("pooling", "relu", "max", "mean"),
    };

    [Fact]
    public void Its_axes_of_cost_are_those_that_somebody_counts()
    {
        Assert.Equal(["parameters", "bytes"], MetricAxis.For(Spec).Select(axis => axis.Key));
        Assert.Equal(["macs", "parameters", "bytes"], MetricAxis.For(Sample.Spec).Select(axis => axis.Key));
    }

    [Fact]
    public void A_trial_that_nobody_counted_is_no_point_of_the_front_and_a_dash_in_words()
    {
        var (axis, trials) = (MetricAxis.For(Spec)[0], new[] { Trial(1, 8, "max"), Trial(2, 8, "max") with { Parameters = 0 } });

        var chart = FrontChart.Create(Sample.Search(2) with { Spec = Spec }, trials, new(axis));

        Assert.Equal(["trial", "channels", "dropout", "pooling", "accuracy", "parameters", "state", "front"], chart.Table.Columns);
        Assert.Equal(["1", "8", "0.1", "max", "50.00 %", "1.0 k", "completed", ""], Assert.Single(chart.Table.Rows()));
        Assert.Equal("-", axis.Text(axis.Value(trials[1])));
    }

    [Fact]
    public void Parallel_coordinates_have_an_axis_for_each_hyperparameter_that_differs_and_one_of_parameters()
    {
        TrialView[] trials = [
            Trial(1, 32, "relu"), Trial(2, 8, "max") with { Parameters = 4000 }, Trial(3, 8, "mean") with { Parameters = 0 }];

        var chart = Sample.Parallel(Spec, trials);

        Assert.Equal(
            ["channels", "pooling", "parameters", "Accuracy"],
            JsonSerializer.SerializeToElement(chart.Layout).GetProperty("xaxis").GetProperty("ticktext").EnumerateArray()
                .Select(text => text.GetString()));
        Assert.Equal([["8", "32"], ["max", "mean", "relu"], ["1.0 k", "4.0 k"]], Ticks(chart).Take(3));
        Assert.Equal(["3", "8", "mean", "-", "50.00 %"], chart.Table.Rows().Single(row => row[0] == "3"));
    }

    private static string[][] Ticks(Chart chart) =>
    [
        .. JsonSerializer.SerializeToElement(chart.Layout, ParetuneJson.Options).GetProperty("annotations").EnumerateArray()
            .GroupBy(label => label.GetProperty("x").GetInt32())
            .Select(axis => axis.Select(label => label.GetProperty("text").GetString()!).ToArray()),
    ];

    private static TrialView Trial(int number, double channels, string pooling) => Sample.Trial(number) with
    {
        Network = "lines",
        Parameters = 1000,
        Macs = 0,
        Accuracy = 0.5,
        Configuration = new(1, 1, 1, 0.001, 0, 128)
        {
            Hyperparameters = ImmutableSortedDictionary.CreateRange<string, HyperparameterValue>(
                [new("channels", channels), new("dropout", 0.1), new("pooling", pooling)]),
        },
    };
}
