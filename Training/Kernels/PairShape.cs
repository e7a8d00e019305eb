using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>The filter before a per-channel filter, without a nonlinearity between them.</summary>
internal enum FirstFilter
{
    None,

    /// <summary>A per-channel filter.</summary>
    PerChannel,

    /// <summary>A filter over all channels of the image.</summary>
    Dense,
}

/// <summary>
/// The shape of two consecutive 3×3 filters with "same" padding: the first may be absent or dense, the second is per channel and may
/// stride.
/// </summary>
/// <param name="Read">The channels of the input.</param>
/// <param name="Channels">The channels of the output.</param>
/// <param name="FirstSpacing">The distance in pixels between two taps of the first filter; 0 without one.</param>
/// <param name="Spacing">The distance in pixels between two taps of the second filter.</param>
internal sealed record PairShape(
    int Images, int Height, int Width, int Read, int Channels, FirstFilter First, int FirstSpacing, int Spacing, int Stride)
{
    // The channels that are processed together: 256 bytes per pixel, so that memory is read in long pieces and a group's rows stay in the
    // cache.
    private const int GroupChannels = 64;

    // Sums over images always have this many parts, whatever the number of threads, so that results are bit-identical.
    private const int MostParts = 8;

    public static int Lanes => Vector<float>.Count;

    public int OutHeight => (Height - 1) / Stride + 1;
    public int OutWidth => (Width - 1) / Stride + 1;

    public int Groups => (Channels + GroupChannels - 1) / GroupChannels;

    /// <summary>The number of blocks of lanes for all channels.</summary>
    public int Blocks => BlocksOf(Channels);

    public int ImageParts => Math.Min(Images, MostParts);

    /// <summary>Returns a group's first channel and its number of channels.</summary>
    public (int Start, int Count) Group(int group) =>
        (group * GroupChannels, Math.Min(GroupChannels, Channels - group * GroupChannels));

    /// <summary>Returns the range of images of a part.</summary>
    public (int Start, int End) ImagesOf(int part) =>
        ((int)((long)Images * part / ImageParts), (int)((long)Images * (part + 1) / ImageParts));

    public static int BlocksOf(int channels) => (channels + Lanes - 1) / Lanes;
}
