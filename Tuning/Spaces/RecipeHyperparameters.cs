using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>The declarations of a recipe's hyperparameters; their defaults are those of new searches, chosen by measuring.</summary>
public static class RecipeHyperparameters
{
    // A share or a decay of 1 leaves nothing to train with.
    private static readonly double BelowOne = Math.BitDecrement(1.0);

    // Smith and Topin 2018 rise for a good third; torch's default is 0.3.
    private const double OneCycleWarmup = 0.3;

    /// <summary>All of <see cref="HyperparameterNames.Recipe"/>, in that order.</summary>
    public static ImmutableArray<Hyperparameter> All { get; } =
    [
        Choice(HyperparameterNames.Schedule, RecipeWords.Schedules, RecipeWords.Format(Schedule.Cosine)) with
        {
            Symbol = "schedule", Help = "Learning-rate schedules, such as cosine,oneCycle.",
        },
        Share(HyperparameterNames.Warmup, 0.05) with
        {
            Symbol = "warm-up", Help = "Share of the steps over which the learning rate rises.",
        },
        Choice(HyperparameterNames.Augmentation, RecipeWords.Augmentations, RecipeWords.Format(Augmentation.Flip | Augmentation.Crop)) with
        {
            Symbol = "augmentation",
            Help =
                "Augmentation of training images: none, or flip, crop, cutout joined by +. Leave out flip "
                + "if a mirrored image may belong to another class, as with digits.",
        },
        Share(HyperparameterNames.LabelSmoothing, 0) with
        {
            Symbol = "label smoothing", Help = "Share of the target that is spread over all classes.",
        },
        Choice(HyperparameterNames.Optimizer, RecipeWords.Optimizers, RecipeWords.Format(OptimizerKind.Adamw)) with
        {
            Symbol = "optimizer", Help = "Optimizers: adam (weight decay as an L2 penalty), adamw (weight decay decoupled) or sgd.",
        },
        Share(HyperparameterNames.Momentum, 0.9) with { Symbol = "momentum", Help = "Momentum of sgd." },
        Share(HyperparameterNames.Ema, 0) with
        {
            Symbol = "EMA",
            Help = "Decay per step of the exponential moving average of the weights, which is validated and saved in place of the weights, "
                + "such as 0.99; 0 for none.",
        },
        Share(HyperparameterNames.Progressive, 0) with
        {
            Symbol = "progressive",
            Help = "Progressive resizing: share of the epochs, at the start, that train at two thirds of the resolution, such as 0.6.",
        },
    ];

    /// <summary>The default in words, where it depends on more than the hyperparameter; null where it does not.</summary>
    internal static string? DefaultText(Hyperparameter one) => one.Name switch
    {
        HyperparameterNames.Warmup => $"{one.Default}; {OneCycleWarmup} if oneCycle is the only schedule; 0 if constant is the only one",
        HyperparameterNames.Augmentation => $"the dataset's own, else {one.Default}",
        _ => null,
    };

    /// <summary>The default of a search that does not set the hyperparameter.</summary>
    /// <param name="schedules">Those that the search tries.</param>
    /// <param name="dataset">What it trains on; null while not known.</param>
    public static HyperparameterValue DefaultOf(Hyperparameter one, Domain schedules, Dataset? dataset) => one.Name switch
    {
        HyperparameterNames.Warmup => schedules.Values switch
        {
            [{ Word: "oneCycle" }] => OneCycleWarmup,
            [{ Word: "constant" }] => 0,
            _ => one.Default,
        },
        HyperparameterNames.Augmentation => dataset?.Augmentation ?? one.Default,
        _ => one.Default,
    };

    private static Hyperparameter Choice(string name, ImmutableArray<string> words, string word) =>
        new(name, HyperparameterKind.Choice, null, null, words, word);

    private static Hyperparameter Share(string name, double share) => new(name, HyperparameterKind.Number, 0, BelowOne, [], share);
}
