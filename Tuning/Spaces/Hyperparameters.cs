using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>
/// The declarations of the hyperparameters that every search has; a custom trainer's own are declared by its <c>trainer.yaml</c>.
/// </summary>
public static class Hyperparameters
{
    // At the maximum, all images of most datasets are in one batch; the default applies unless the dataset is smaller.
    private const int MostBatch = 65_536, DefaultBatchSize = 128;

    // Optimizers compute in float32, which ends at 3.4e38; a step divides by as little as 1e-8.
    private const double MostRate = 1e30;

    // Taps 199 pixels apart; beyond any input they would all lie on the padding.
    private const int MostDilation = 100;

    /// <summary>δ, α and ρ, which make a network.</summary>
    public static ImmutableArray<Hyperparameter> OfNetworks { get; } =
    [
        new(HyperparameterNames.Dilation, HyperparameterKind.Whole, 1, MostDilation, [], 1)
        {
            Symbol = "δ", Help = "δ, dilation rates, such as 1,2,3.",
        },
        new(HyperparameterNames.Width, HyperparameterKind.Number, 0, 1, [], 1)
        {
            Symbol = "α", Help = "α, width multipliers, such as 1,0.5.", IsMinExcluded = true,
        },
        new(HyperparameterNames.Resolution, HyperparameterKind.Number, 0, 1, [], 1)
        {
            Symbol = "ρ", Help = "ρ, resolution multipliers, such as 1,0.75.", IsMinExcluded = true,
        },
    ];

    /// <summary>Those of any training.</summary>
    public static ImmutableArray<Hyperparameter> OfTraining { get; } =
    [
        new(HyperparameterNames.LearningRate, HyperparameterKind.Number, 0, MostRate, [], 0.001)
        {
            Symbol = "learning rate", Help = "Learning rates, such as 0.01,0.001 or 1e-4..0.1 log.", IsMinExcluded = true,
        },
        new(HyperparameterNames.WeightDecay, HyperparameterKind.Number, 0, MostRate, [], 0)
        {
            Symbol = "weight decay", Help = "Weight decays, such as 0,0.05.",
        },

        // Batch norm takes a variance over the images of a batch, and one image has none.
        new(HyperparameterNames.BatchSize, HyperparameterKind.Whole, 2, MostBatch, [], DefaultBatchSize)
        {
            Symbol = "batch", Help = "Batch sizes in images, such as 64,128 or 16..256 log2.",
        },
    ];

    /// <summary>All of <see cref="HyperparameterNames.Common"/>, in that order.</summary>
    public static ImmutableArray<Hyperparameter> Common { get; } = [.. OfNetworks, .. OfTraining];

    /// <summary>The declaration of one that every search has, or of a recipe's; null where the name is not one of theirs.</summary>
    public static Hyperparameter? Find(string name) =>
        Common.FirstOrDefault(one => one.Name == name) ?? RecipeHyperparameters.All.FirstOrDefault(one => one.Name == name);

    /// <summary>The space of one configuration, every default.</summary>
    public static Space DefaultSpace { get; } =
        new(new Subspace
        {
            Domains = Common.ToImmutableSortedDictionary(
            one => one.Name, one => Domain.List(one.Default), StringComparer.Ordinal)
        });

    /// <summary>Whether a number may be a value of this hyperparameter.</summary>
    public static bool Allows(this Hyperparameter one, double number) =>
        (one.IsMinExcluded ? number > one.Min : number >= one.Min) && number <= one.Max
        && (one.Kind != HyperparameterKind.Whole || number == Math.Truncate(number));

    /// <summary>What a number has to be, such as "a whole number from 1 to 100".</summary>
    public static string Rule(this Hyperparameter one)
    {
        var kind = one.Kind == HyperparameterKind.Whole ? "a whole number" : "a number";
        return FormattableString.Invariant((one.IsMinExcluded, one.Max) switch
        {
            (true, double.MaxValue) => $"{kind} above {one.Min}",
            (true, _) => $"{kind} above {one.Min} and at most {one.Max}",
            (false, double.MaxValue) => $"{kind} of at least {one.Min}",
            (false, < 1 and > 0.999) => $"{kind} of at least {one.Min} and below 1",
            (false, _) => $"{kind} from {one.Min} to {one.Max}",
        });
    }
}
