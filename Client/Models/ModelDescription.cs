using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Client.Models;

/// <summary>One configuration of a network: its costs by layer, and the results of the paper's formulas.</summary>
internal sealed record ModelDescription(
    string Network, long Parameters, long Macs, long Bytes, int InputSize, int Classes, int ReceptiveField, Configuration Configuration,
    ImmutableArray<LayerPlan> Layers, ImmutableArray<ModuleFormulas> Formulas)
{
    /// <summary>
    /// Convolutions of which at most the middle row and column of taps ever see a pixel; all other taps see only padding.
    /// </summary>
    public ImmutableArray<string> Blind { get; } = [
        .. Layers.Where(layer => layer.Kind == LayerKind.Convolution && layer.Kernel > 1 && layer.Padding >= layer.InputSize
            && layer.Dilation >= layer.InputSize).Select(layer => layer.Name)];

    public static ModelDescription From(string network, Configuration configuration, int baseResolution, NetworkEnds ends)
    {
        var plan = NetworkCatalog.Plan(network, configuration, baseResolution, ends);
        var unscaled = NetworkCatalog.Plan(network, configuration with { Width = 1, Resolution = 1 }, baseResolution, ends);
        return new(
            plan.Network, plan.Parameters, plan.Macs, plan.Bytes, plan.InputSize, plan.Classes, plan.ReceptiveField, configuration,
            plan.Layers,
            [.. ModuleFormulas.From(unscaled, configuration)]);
    }
}
