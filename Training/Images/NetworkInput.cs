using Paretune.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>Turns resident images into what a network takes: resized to its input and normalised, a whole batch at once.</summary>
/// <remarks>
/// On a GPU the batch lies channels last in memory, and all maps follow it: images a second at 224 pixels, δ 1, α 1, batch 64, 3,145 so
/// and 6,719 channels last (H100, libtorch 2.11, medians of 3, 2026-11-26: <c>bench -- train --against plain --device cuda:0</c>).
/// </remarks>
/// <param name="size">Pixels of the network's input, a side.</param>
internal sealed class NetworkInput(ResidentImages images, int size)
{
    /// <param name="pixels">[n, 3, size, size] uint8, of the data set's size.</param>
    /// <returns>[n, 3, input, input] float32.</returns>
    public Tensor From(Tensor pixels)
    {
        var x = pixels.to(ScalarType.Float32);
        if (x.shape[2] != size)
            x = nn.functional.interpolate(x, [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
        x = x.sub_(images.Mean).div_(images.Deviation);
        return x.device_type == DeviceType.CUDA ? x.ChannelsLast() : x;
    }
}
