using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network counted from its rows, without a tensor.</summary>
/// <param name="InputSize">Side of the input in pixels, round(base · ρ).</param>
/// <param name="ReceptiveField">Input pixels along one side that move one output pixel before pooling.</param>
public sealed record NetworkPlan(string Network, int InputSize, int Classes, ImmutableArray<LayerPlan> Layers, int ReceptiveField)
{
    public long Parameters => Layers.Sum(layer => layer.Parameters);
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Weights and batch-norm statistics as float32.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);
    public Cost Cost => new(Parameters, Macs, Bytes);
}

/// <summary>What a layer does to its map.</summary>
public enum LayerKind
{
    /// <summary>k × k convolution over all channels, or per channel where Groups = In.</summary>
    Convolution,
    BatchNorm,
    Relu,
    GlobalAveragePool,
    Linear,
}

/// <summary>One layer: its row and what it costs.</summary>
/// <param name="Dilation">Torch's dilation: 2δ−1 for a dilated layer, else 1.</param>
/// <param name="OutputSize">Side of the map after the layer.</param>
public sealed record LayerPlan(
    string Name, LayerKind Kind, int In, int Out, int Kernel, int Stride, int Dilation, int Groups, int InputSize, int OutputSize,
    long Parameters, long Macs, long Bytes);
