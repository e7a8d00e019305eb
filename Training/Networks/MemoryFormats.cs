using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>Changes the memory layout of maps. TorchSharp has no memory formats, but strides have the same effect.</summary>
internal static class MemoryFormats
{
    /// <summary>Returns the same maps with each pixel's channels contiguous.</summary>
    /// <param name="maps">[n, channels, height, width].</param>
    public static Tensor ChannelsLast(this Tensor maps)
    {
        using var pixels = maps.permute(0, 2, 3, 1);
        using var dense = pixels.contiguous();
        return dense.permute(0, 3, 1, 2);
    }
}
