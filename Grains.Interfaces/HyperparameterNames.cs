using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The hyperparameters of every configuration, in the order in which a grid enumerates them: the first varies slowest. Those that a custom
/// trainer declares follow by name; in JSON they are in a separate object, <c>hyperparameters</c>.
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

    /// <summary>The JSON name of the object with a custom trainer's hyperparameters.</summary>
    public const string Declared = "hyperparameters";

    public static ImmutableArray<string> Common { get; } = [Dilation, Width, Resolution, LearningRate, WeightDecay, BatchSize];

    /// <summary>
    /// The hyperparameters of <see cref="RecipeOptions"/>, in the order in which a grid enumerates them. A space may leave out any of them.
    /// </summary>
    public static ImmutableArray<string> Recipe { get; } =
        [Schedule, Warmup, Augmentation, LabelSmoothing, Optimizer, Momentum, Ema, Progressive];

    /// <summary>
    /// The recipe hyperparameters that a custom trainer is given. It implements the others itself and may declare hyperparameters of the
    /// same names.
    /// </summary>
    public static ImmutableArray<string> RecipeOfTrainers { get; } = [Schedule, Warmup];
}
