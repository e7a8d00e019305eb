using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The hyperparameters that every configuration has, in the order in which a grid turns them: the first slowest. Those that a custom
/// trainer declares come after them, by name; JSON holds them apart, under <c>hyperparameters</c>.
/// </summary>
public static class HyperparameterNames
{
    public const string Dilation = "dilation";
    public const string Width = "width";
    public const string Resolution = "resolution";
    public const string LearningRate = "learningRate";
    public const string WeightDecay = "weightDecay";
    public const string BatchSize = "batchSize";

    /// <summary>What JSON calls the object of those that a custom trainer declares.</summary>
    public const string Declared = "hyperparameters";

    public static ImmutableArray<string> Common { get; } = [Dilation, Width, Resolution, LearningRate, WeightDecay, BatchSize];
}
