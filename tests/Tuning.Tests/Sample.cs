using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests;

/// <summary>Valid records that tests can modify.</summary>
internal static class Sample
{
    public static Configuration Configuration(int dilation = 1, double width = 1, double resolution = 1) =>
        new(dilation, width, resolution, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128);

    /// <summary>Returns the numbers of a list.</summary>
    public static IEnumerable<double> Numbers(this Space space, string name) => space[name].Values.Select(value => value.Number);

    /// <summary>Returns asha as the reader creates it, in the order of the grid.</summary>
    public static StrategySpec Asha(int? samples = null, int reduction = 3, int minEpochs = 1)
    {
        var spec = new StrategySpec("asha").With("reduction", reduction).With("minEpochs", minEpochs).With("sampler", "grid");
        return samples is { } count ? spec.With("samples", count) : spec;
    }

    public static SearchSpec Spec { get; } = new()
    {
        Name = "sample",
        Dataset = "cifar10",
        Networks = ["dilated-separable"],
        Space = Hyperparameters.DefaultSpace.With("dilation", 1, 2).With("width", 1, 0.5).With("resolution", 1, 0.75),
        BaseResolution = 32,
        Objectives = ["accuracy", "parameters", "macs"],
        Limits = new(),
        Strategy = new("grid"),
        Epochs = 3,
        Seed = 1,
        MaxAttempts = 3,
        Optimum = "knee",
    };

    /// <summary>Returns a scale for a space between two costs, with ten classes, so that guessing gives 10 %.</summary>
    public static FrontScale Scale(
        Objectives objectives, Cost? cheapest = null, Cost? mostExpensive = null, int images = 0, double chance = 0.1)
    {
        var ranges = new CostRanges(objectives, []);
        if (cheapest is not null)
            ranges.Count(cheapest, mostExpensive!);
        return new(objectives, ranges.Axes, chance, images, Seed: 1);
    }

    public static Objectives Objectives(params string[] keys) => Tuning.Metrics.Objectives.From(keys, MetricTable.Default);

    /// <summary>Returns a completed trial.</summary>
    public static TrialView Trial(int number, double accuracy, Cost cost, double? latency = null) => new()
    {
        Number = number,
        Configuration = Configuration(),
        State = TrialState.Completed,
        Attempt = 1,
        Epochs = 3,
        BestEpoch = 3,
        Accuracy = accuracy,
        Parameters = cost.Parameters,
        Macs = cost.Macs,
        Bytes = cost.Bytes,
        OnFront = true,
        Latency = latency is { } median ? new(Precision.Fp32, median, median, median, Runs: 9) : null,
    };
}
