using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Rates;

/// <summary>
/// The learning rates of searches that name none: for a network what trained best in <c>bench -- rates</c> (docs/networks.md).
/// </summary>
public static class MeasuredRates
{
    // The batch of the table; for others the rate goes with the root of the batch (Malladi et al. 2022, arXiv:2205.10287, for Adam).
    private const double Batch = 128;

    // Without xception, of which no two rates were compared.
    private static readonly FrozenDictionary<string, double> AtBatch128 = new Dictionary<string, double>
    {
        ["dilated-separable"] = 0.003,
        ["mobilenet"] = 0.01,
        ["mobilenet-v2"] = 0.01,
        ["shufflenet"] = 0.01,
        ["shufflenet-v2"] = 0.01,
        ["squeezenet"] = 0.0003,
        ["googlenet"] = 0.0003,
        ["resnet18"] = 0.001,
        // At 0.0003 and batch 32.
        ["alexnet"] = 0.0006,
        // At 0.0001 and batch 16; at 0.001 it stays at the loss of guessing.
        ["vgg16"] = 0.0003,
    }.ToFrozenDictionary();

    /// <summary>The rate for a network, with two digits; where it was not measured, what every network took before.</summary>
    public static double For(string network, double batch, OptimizerKind optimizer)
    {
        if (!IsKnown(network, optimizer))
            return Hyperparameters.Find(HyperparameterNames.LearningRate)!.Default.Number;
        var scaled = AtBatch128[network] * Math.Sqrt(batch / Batch);
        return double.Parse(scaled.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a configuration trains with the measured rate; never one from before recipes, or of a custom trainer.</summary>
    public static bool Is(string network, Configuration one) => one is { Recipe: { } recipe, Hyperparameters: null }
        && IsKnown(network, recipe.Optimizer) && one.LearningRate == For(network, one.BatchSize, recipe.Optimizer);

    /// <summary>Such as "the measured default of mobilenet at batch 128".</summary>
    public static string Source(string network, Configuration one) => $"the measured default of {network} at batch {one.BatchSize}";

    /// <summary>
    /// The rates of a search that are measured defaults, such as "learning rate 0.003: the measured default of mobilenet"; empty where
    /// it names its own.
    /// </summary>
    public static string Text(SearchSpec spec)
    {
        var said = spec.Trainer is null ? spec.Space.Parts.SelectMany(part => Defaults(part, spec.Networks)).Distinct().ToList() : [];
        return said.Count == 0 ? "" : $"learning rate {string.Join("; ", said)}";
    }

    // The table is of adamw; adam takes the same, sgd other rates.
    private static bool IsKnown(string network, OptimizerKind optimizer) =>
        optimizer != OptimizerKind.Sgd && AtBatch128.ContainsKey(network);

    private static IEnumerable<string> Defaults(Subspace part, ImmutableArray<string> all)
    {
        if (!part.Domains.TryGetValue(HyperparameterNames.Optimizer, out var optimizers)
            || part[HyperparameterNames.LearningRate].Values is not [var rate]
            || part[HyperparameterNames.BatchSize].Values is not [var batch])
            return [];
        var kind = RecipeWords.Parse<OptimizerKind>(optimizers.Values[0].Word!);
        var networks = (part.Networks.IsEmpty ? all : part.Networks).Where(
            network => IsKnown(network, kind) && For(network, batch.Number, kind) == rate.Number).ToList();
        return networks.Count == 0 ? [] : [$"{rate}, the measured default of {string.Join(", ", networks)} at batch {batch}"];
    }
}
