using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>A random crop out of the padded image, flipped in half the cases; a whole batch at once.</summary>
internal static class CropAndFlip
{
    // Padding as a share of the image's side: 4 of CIFAR-10's 32 pixels (He et al. 2016), in proportion for other sizes.
    private const double PadShare = 4.0 / 32;

    /// <summary>Draws what happens to each image of an epoch at once, so that no step waits for a copy to the device.</summary>
    /// <param name="size">Pixels of a side.</param>
    /// <param name="generator">On the CPU, so that the same seed gives the same crops on every device.</param>
    /// <returns>[images, 3] int64: the crop's first row and column, and 1 where the image is flipped.</returns>
    public static Tensor Draw(long images, long size, Generator generator)
    {
        using var scope = NewDisposeScope();
        var (places, shape) = (2 * Pad(size) + 1, new[] { images, 1L });
        return cat([Below(places), Below(places), Below(2)], 1).MoveToOuterDisposeScope();

        Tensor Below(long bound) => randint(0L, bound, shape, dtype: ScalarType.Int64, generator: generator);
    }

    /// <param name="pixels">[n, 3, size, size] uint8.</param>
    /// <param name="drawn">[n, 3] int64, rows of what <see cref="Draw"/> gave.</param>
    /// <returns>The same shape as the pixels.</returns>
    public static Tensor Apply(Tensor pixels, Tensor drawn)
    {
        var (n, size) = (pixels.shape[0], pixels.shape[2]);
        var pad = Pad(size);
        var padded = nn.functional.pad(pixels, [pad, pad, pad, pad]);                                    // [n, 3, size+2p, size+2p]
        var places = arange(size, device: pixels.device);
        var rows = drawn.narrow(1, 0, 1) + places;                                                       // [n, size]
        var columns = drawn.narrow(1, 1, 1) + places;
        columns = where(drawn.narrow(1, 2, 1).to(ScalarType.Bool), columns.flip(1), columns);
        return padded
            .gather(2, rows.view(n, 1, size, 1).expand(n, 3, size, size + 2 * pad))
            .gather(3, columns.view(n, 1, 1, size).expand(n, 3, size, size));
    }

    private static long Pad(long size) => (long)Math.Round(size * PadShare);
}
