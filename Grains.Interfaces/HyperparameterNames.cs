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
    public const string Schedule = "schedule";
    public const string Warmup = "warmup";
    public const string Augmentation = "augmentation";
    public const string LabelSmoothing = "labelSmoothing";
    public const string Optimizer = "optimizer";
    public const string Momentum = "momentum";
    public const string Ema = "ema";
    public const string Progressive = "progressive";

    /// <summary>The JSON name of the object for hyperparameters of a custom trainer.</summary>
    public const string Declared = "hyperparameters";

    public static ImmutableArray<string> Common { get; } = [Dilation, Width, Resolution, LearningRate, WeightDecay, BatchSize];

    /// <summary>Those of <see cref="RecipeOptions"/>, in the order in which a grid turns them; a space may leave any of them out.</summary>
    public static ImmutableArray<string> Recipe { get; } =
        [Schedule, Warmup, Augmentation, LabelSmoothing, Optimizer, Momentum, Ema, Progressive];

    /// <summary>
    /// Those of a recipe that a custom trainer is given; the others it brings itself, and may declare under the same name.
    /// </summary>
    public static ImmutableArray<string> RecipeOfTrainers { get; } = [Schedule, Warmup];
}
