using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>A random crop out of the padded image, flipped in half the cases, or one of the two; a whole batch at once.</summary>
internal static class CropAndFlip
{
    // Padding as a share of the image's side: 4 of CIFAR-10's 32 pixels (He et al. 2016), in proportion for other sizes.
    private const double PadShare = 4.0 / 32;

    /// <param name="pixels">[n, 3, size, size] uint8.</param>
    /// <returns>The same shape.</returns>
    public static Tensor Apply(Tensor pixels, Generator generator, bool crops, bool flips)
    {
        var (n, size) = (pixels.shape[0], pixels.shape[2]);
        var pad = crops ? (long)Math.Round(size * PadShare) : 0;
        var padded = crops ? nn.functional.pad(pixels, [pad, pad, pad, pad]) : pixels;                   // [n, 3, size+2p, size+2p]
        var rows = Draw(2 * pad + 1, n, generator, pixels.device) + arange(size, device: pixels.device); // [n, size]
        var columns = Draw(2 * pad + 1, n, generator, pixels.device) + arange(size, device: pixels.device);
        if (flips)
        {
            var flipped = Draw(2, n, generator, pixels.device).to(ScalarType.Bool);                      // [n, 1]
            columns = where(flipped, columns.flip(1), columns);
        }

        return padded
            .gather(2, rows.view(n, 1, size, 1).expand(n, 3, size, size + 2 * pad))
            .gather(3, columns.view(n, 1, 1, size).expand(n, 3, size, size));
    }

    // Drawn on the CPU so that the same seed gives the same crops on every device.
    private static Tensor Draw(long below, long n, Generator generator, Device device) =>
        randint(0L, below, new long[] { n, 1 }, dtype: ScalarType.Int64, generator: generator).to(device);
}
