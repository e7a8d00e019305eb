using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>The operation of a layer.</summary>
public enum LayerKind
{
    /// <summary>A k × k convolution: over all channels, within groups, or per channel if Groups = In.</summary>
    Convolution,
    BatchNorm,
    Relu,

    /// <summary>The mean of each channel's map; the output is [n, channels].</summary>
    GlobalAveragePool,

    /// <summary>A fully connected layer; the input is [n, in].</summary>
    Linear,

    /// <summary>ReLU capped at 6.</summary>
    Relu6,
    MaxPool,

    /// <summary>Average pooling; padding counts as zeros.</summary>
    AveragePool,

    /// <summary>Reshapes [n, channels, size, size] to [n, channels · size²].</summary>
    Flatten,
    LocalResponseNorm,

    /// <summary>In training, sets each value to zero with probability <see cref="LayerPlan.Share"/>; otherwise does nothing.</summary>
    Dropout,

    /// <summary>The sum of two maps of the same shape.</summary>
    Add,

    /// <summary>The channels of several maps, concatenated in the order of <see cref="LayerPlan.From"/>.</summary>
    Concat,

    /// <summary>The <see cref="LayerPlan.Out"/> channels starting at <see cref="LayerPlan.Start"/>.</summary>
    Slice,

    /// <summary>Views the channels as a matrix of <see cref="LayerPlan.Groups"/> rows and transposes it.</summary>
    ChannelShuffle,
}

/// <summary>One layer of a network and its costs.</summary>
/// <param name="Name"><c>block.layer</c>, or one word for a layer outside a block. Weights are stored under this name.</param>
/// <param name="Kernel">
/// Side of the window. For a local response norm, the number of neighbouring channels, the middle one included.
/// </param>
/// <param name="Dilation">The dilation as in torch: 2δ−1 for a dilated layer, otherwise 1.</param>
/// <param name="OutputSize">Side of the map after the layer.</param>
public sealed record LayerPlan(
    string Name, LayerKind Kind, int In, int Out, int Kernel, int Stride, int Dilation, int Groups, int InputSize, int OutputSize,
    long Parameters, long Macs, long Bytes)
{
    /// <summary>
    /// The layers whose outputs are the input, or <see cref="NetworkPlan.Image"/>. One layer, except two for Add and any number for Concat.
    /// </summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>Pixels of zeros (of −∞ for MaxPool) on each side of the map.</summary>
    public int Padding { get; init; }

    /// <summary>Whether a pool's output size is rounded up: the last window may extend beyond the map if it starts inside.</summary>
    public bool Ceiling { get; init; }

    /// <summary>Whether a convolution or linear layer adds a trained bias per output channel.</summary>
    public bool Bias { get; init; }

    /// <summary>The first channel of a slice.</summary>
    public int Start { get; init; }

    /// <summary>The probability of dropout, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>The constants of a local response norm; null for other layers.</summary>
    public Response? Response { get; init; }
}

/// <summary>
/// Local response norm: x / (offset + scale/size · Σ x²)^power, where size is <see cref="LayerPlan.Kernel"/> and the sum is over that many
/// channels around x's. Torch and ONNX call the scale alpha and the power beta.
/// </summary>
public sealed record Response(double Scale, double Power, double Offset);
