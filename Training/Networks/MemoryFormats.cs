using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>The memory layout of maps. TorchSharp has no memory formats, but strides are equivalent.</summary>
internal static class MemoryFormats
{
    /// <summary>The same maps, with the channels of a pixel side by side.</summary>
    /// <param name="maps">[n, channels, height, width].</param>
    public static Tensor ChannelsLast(this Tensor maps)
    {
        using var pixels = maps.permute(0, 2, 3, 1);
        using var dense = pixels.contiguous();
        return dense.permute(0, 3, 1, 2);
    }
}
