using Paretune.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>
/// Turns resident images into what a network takes: resized to its input and normalised, a whole batch at once. Mean and deviation are of
/// the images that train, so that nothing of those that judge is known beforehand.
/// </summary>
/// <remarks>
/// On a GPU the batch lies channels last in memory, and all maps follow it: images a second at 224 pixels, δ 1, α 1, batch 64, 3,145
/// channels first and 6,719 channels last (H100, libtorch 2.11, medians of 3, 2026-11-26: <c>bench -- train --against plain --device
/// cuda:0</c>).
/// </remarks>
internal sealed class NetworkInput : IDisposable
{
    private readonly int _size;

    /// <param name="size">Pixels of the network's input, a side.</param>
    public NetworkInput(ResidentImages images, Split split, int size, Job job)
    {
        _size = size;
        // Searches from before recipes took the validation images in.
        (Mean, Deviation) = ChannelStatistics.Compute(images.Train.Images, job.IsBeforeRecipes ? null : split.Train);
    }

    /// <summary>[1, channels, 1, 1] float32, of pixels from 0 to 255; likewise <see cref="Deviation"/>.</summary>
    public Tensor Mean { get; }
    public Tensor Deviation { get; }

    /// <param name="pixels">[n, channels, size, size] uint8, of the dataset's size.</param>
    /// <returns>[n, channels, input, input] float32.</returns>
    public Tensor From(Tensor pixels) => From(pixels, _size);

    /// <param name="side">Pixels of the input, where it is to be another than the network's.</param>
    /// <inheritdoc cref="From(Tensor)"/>
    public Tensor From(Tensor pixels, int side)
    {
        var x = pixels.to(ScalarType.Float32);
        if (x.shape[2] != side)
            x = nn.functional.interpolate(x, [side, side], mode: InterpolationMode.Bilinear, align_corners: false);
        x = x.sub_(Mean).div_(Deviation);
        return x.device_type == DeviceType.CUDA ? x.ChannelsLast() : x;
    }

    public void Dispose()
    {
        Mean.Dispose();
        Deviation.Dispose();
    }
}
