using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Turns resident images into what the network takes, a whole batch at once.</summary>
internal sealed class Augmentation(ResidentImages images, int inputSize)
{
    // Four pixels for CIFAR's 32 (He et al. 2016), in proportion for other sizes.
    private const double PadShare = 4.0 / 32;

    /// <summary>Random crop out of the padded image, flipped in half the cases.</summary>
    /// <param name="batch">[n, 3, size, size] uint8.</param>
    /// <returns>[n, 3, input, input] float32.</returns>
    public Tensor Train(Tensor batch, Generator generator)
    {
        var (n, size) = (batch.shape[0], batch.shape[2]);
        var pad = (long)Math.Round(size * PadShare);
        var padded = nn.functional.pad(batch, [pad, pad, pad, pad]);                                     // [n, 3, size+2p, size+2p]
        var rows = Draw(2 * pad + 1, n, generator, batch.device) + arange(size, device: batch.device);   // [n, size]
        var columns = Draw(2 * pad + 1, n, generator, batch.device) + arange(size, device: batch.device);
        var flipped = Draw(2, n, generator, batch.device).to(ScalarType.Bool);                           // [n, 1]
        columns = where(flipped, columns.flip(1), columns);
        var cropped = padded
            .gather(2, rows.view(n, 1, size, 1).expand(n, 3, size, size + 2 * pad))
            .gather(3, columns.view(n, 1, 1, size).expand(n, 3, size, size));
        return Plain(cropped);
    }

    /// <summary>Only resized and normalised.</summary>
    /// <param name="batch">[n, 3, size, size] uint8.</param>
    /// <returns>[n, 3, input, input] float32.</returns>
    public Tensor Plain(Tensor batch)
    {
        var x = batch.to(ScalarType.Float32);
        if (x.shape[2] != inputSize)
            x = nn.functional.interpolate(x, [inputSize, inputSize], mode: InterpolationMode.Bilinear, align_corners: false);
        return x.sub_(images.Mean).div_(images.Deviation);
    }

    // Drawn on the CPU so that the same seed gives the same crops on every device.
    private static Tensor Draw(long below, long n, Generator generator, Device device) =>
        randint(0L, below, new long[] { n, 1 }, dtype: ScalarType.Int64, generator: generator).to(device);
}
