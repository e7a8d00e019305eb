using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>What a layer does to its map.</summary>
public enum LayerKind
{
    /// <summary>k × k convolution over all channels, within groups, or per channel where Groups = In.</summary>
    Convolution,
    BatchNorm,
    Relu,

    /// <summary>The mean of each channel's map; gives [n, channels].</summary>
    GlobalAveragePool,

    /// <summary>Takes [n, in].</summary>
    Linear,

    /// <summary>Relu cut off at 6.</summary>
    Relu6,
    MaxPool,

    /// <summary>Padding counts as zeros.</summary>
    AveragePool,

    /// <summary>[n, channels, size, size] to [n, channels · size²].</summary>
    Flatten,
    LocalResponseNorm,

    /// <summary>Each value is zero with probability <see cref="LayerPlan.Share"/> while training; else nothing happens.</summary>
    Dropout,

    /// <summary>Sum of two maps of one shape.</summary>
    Add,

    /// <summary>The channels of several maps, one behind the other, in the order of <see cref="LayerPlan.From"/>.</summary>
    Concat,

    /// <summary>The <see cref="LayerPlan.Out"/> channels from <see cref="LayerPlan.Start"/> on.</summary>
    Slice,

    /// <summary>Channels as a matrix of <see cref="LayerPlan.Groups"/> rows, transposed.</summary>
    ChannelShuffle,
}

/// <summary>One layer: its row and what it costs.</summary>
/// <param name="Name"><c>block.layer</c>, or one word for a layer without a block; weights are stored under it.</param>
/// <param name="Kernel">Side of the window; channels on either side and the one between for a local response norm.</param>
/// <param name="Dilation">Torch's dilation: 2δ−1 for a dilated layer, else 1.</param>
/// <param name="OutputSize">Side of the map after the layer.</param>
public sealed record LayerPlan(
    string Name, LayerKind Kind, int In, int Out, int Kernel, int Stride, int Dilation, int Groups, int InputSize, int OutputSize,
    long Parameters, long Macs, long Bytes)
{
    /// <summary>
    /// The layers whose output this takes, <see cref="NetworkPlan.Image"/> for the image; one, but for Add (two) and Concat.
    /// </summary>
    public ImmutableArray<string> From { get; init; } = [];

    /// <summary>Pixels of zeros (MaxPool: of −∞) on each side of the map.</summary>
    public int Padding { get; init; }

    /// <summary>A pool whose last window may hang over the map's far side, as long as it starts within: the size is rounded up.</summary>
    public bool Ceiling { get; init; }

    /// <summary>A convolution or linear layer that adds a trained number a channel.</summary>
    public bool Bias { get; init; }

    /// <summary>First channel of a slice.</summary>
    public int Start { get; init; }

    /// <summary>What dropout drops, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Set for a local response norm.</summary>
    public Response? Response { get; init; }
}

/// <summary>
/// Local response norm, x / (offset + scale/size · Σ x²)^power, the sum over the <see cref="LayerPlan.Kernel"/> channels around x's;
/// torch's and ONNX's alpha is the scale, beta the power.
/// </summary>
public sealed record Response(double Scale, double Power, double Offset);
