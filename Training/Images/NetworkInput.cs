using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>Turns resident images into what a network takes: resized to its input and normalised, a whole batch at once.</summary>
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
        return x.sub_(images.Mean).div_(images.Deviation);
    }
}
