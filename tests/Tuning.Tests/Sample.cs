namespace Paretune.Tuning.Tests;

/// <summary>Valid records to change in one place.</summary>
internal static class Sample
{
    public static Configuration Configuration(int dilation = 1, double width = 1, double resolution = 1) =>
        new(dilation, width, resolution, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128);

    public static SearchSpec Spec { get; } = new()
    {
        Name = "sample",
        Dataset = "cifar10",
        Networks = ["dilated-separable"],
        Space = new()
        {
            Dilation = [1, 2],
            Width = [1, 0.5],
            Resolution = [1, 0.75],
            LearningRate = [0.001],
            WeightDecay = [0],
            BatchSize = [128],
        },
        BaseResolution = 32,
        Objectives = [Objective.Accuracy, Objective.Parameters, Objective.Macs],
        Limits = new(),
        Strategy = new("grid"),
        Epochs = 3,
        Seed = 1,
        MaxAttempts = 3,
        Optimum = "knee",
    };
}
