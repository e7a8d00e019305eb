using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>The filter before a per-channel filter, without a nonlinearity between them.</summary>
internal enum FirstFilter
{
    None,

    /// <summary>A per-channel filter.</summary>
    PerChannel,

    /// <summary>Filters that see all channels of an image.</summary>
    Dense,
}

/// <summary>
/// Two 3×3 filters with "same" padding, one after the other: the first may be absent or dense, the second is per channel and may stride.
/// </summary>
/// <param name="Read">Channels of the input.</param>
/// <param name="Channels">Of the output.</param>
/// <param name="FirstSpacing">Pixels between two taps of the first filter; 0 without one.</param>
/// <param name="Spacing">Of the second filter.</param>
internal sealed record PairShape(
    int Images, int Height, int Width, int Read, int Channels, FirstFilter First, int FirstSpacing, int Spacing, int Stride)
{
    // Channels that are processed together: 256 bytes per pixel, so that memory is read in long pieces and the rows of a group stay in the
    // cache.
    private const int GroupChannels = 64;

    // Sums over images always have this many parts, whatever the number of threads, so that results are bit-identical.
    private const int MostParts = 8;

    public static int Lanes => Vector<float>.Count;

    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;

    public int Groups => (Channels + GroupChannels - 1) / GroupChannels;

    /// <summary>Blocks of lanes of all channels.</summary>
    public int Blocks => BlocksOf(Channels);

    public int ImageParts => Math.Min(Images, MostParts);

    /// <summary>The channels of a group: the first one and their number.</summary>
    public (int Start, int Count) Group(int group) =>
        (group * GroupChannels, Math.Min(GroupChannels, Channels - group * GroupChannels));

    /// <summary>The images of a part: start and end.</summary>
    public (int Start, int End) ImagesOf(int part) =>
        ((int)((long)Images * part / ImageParts), (int)((long)Images * (part + 1) / ImageParts));

    public static int BlocksOf(int channels) => (channels + Lanes - 1) / Lanes;
}
