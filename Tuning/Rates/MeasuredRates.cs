using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Rates;

/// <summary>
/// The default learning rates of searches that name none: for each network, the rate that trained best in <c>bench -- rates</c>
/// (docs/networks.md).
/// </summary>
public static class MeasuredRates
{
    // The batch size of the table; for others the rate is scaled by the square root (Malladi et al. 2022, arXiv:2205.10287, for Adam).
    private const double Batch = 128;

    // Omits xception, for which no two rates were compared.
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
        ["resnet20"] = 0.003,
        // Measured: 0.0003 at batch 32.
        ["alexnet"] = 0.0006,
        // Measured: 0.0001 at batch 16; at 0.001 the loss stays at that of guessing.
        ["vgg16"] = 0.0003,
    }.ToFrozenDictionary();

    /// <summary>Returns the rate for a network, with two digits; the previous default for all networks if it was not measured.</summary>
    public static double For(string network, double batch, OptimizerKind optimizer)
    {
        if (!IsKnown(network, optimizer))
            return Hyperparameters.Find(HyperparameterNames.LearningRate)!.Default.Number;
        var scaled = AtBatch128[network] * Math.Sqrt(batch / Batch);
        return double.Parse(scaled.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Returns whether a configuration has the measured rate; never if it has no recipe or a custom trainer's hyperparameters.
    /// </summary>
    public static bool Is(string network, Configuration one) => one is { Recipe: { } recipe, Hyperparameters: null }
        && IsKnown(network, recipe.Optimizer) && one.LearningRate == For(network, one.BatchSize, recipe.Optimizer);

    /// <summary>Formats the origin of a rate, such as "the measured default of mobilenet at batch 128".</summary>
    public static string Source(string network, Configuration one) => $"the measured default of {network} at batch {one.BatchSize}";

    /// <summary>
    /// Formats the measured defaults among a search's rates, such as "learning rate 0.003: the measured default of mobilenet"; empty if the
    /// search names all rates.
    /// </summary>
    public static string Text(SearchSpec spec)
    {
        var said = spec.Trainer is null ? spec.Space.Parts.SelectMany(part => Defaults(part, spec.Networks)).Distinct().ToList() : [];
        return said.Count == 0 ? "" : $"learning rate {string.Join("; ", said)}";
    }

    // The table was measured with adamw. Adam uses the same rates; sgd needs others.
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
