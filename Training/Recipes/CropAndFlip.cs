using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>A random crop out of the padded image, flipped in half the cases, or one of the two; a whole batch at once.</summary>
internal static class CropAndFlip
{
    // Padding as a share of the image's side: 4 of CIFAR-10's 32 pixels (He et al. 2016), in proportion for other sizes.
    private const double PadShare = 4.0 / 32;

    /// <summary>Where a crop of a padded image may start, in rows as in columns.</summary>
    public static long Places(long size) => 2 * Pad(size) + 1;

    /// <param name="pixels">[n, channels, size, size] uint8.</param>
    /// <returns>The same shape.</returns>
    public static Tensor Apply(Tensor pixels, AugmentationDraws drawn, bool crops, bool flips)
    {
        var (n, channels, size) = (pixels.shape[0], pixels.shape[1], pixels.shape[2]);
        var pad = crops ? Pad(size) : 0;
        var padded = crops ? nn.functional.pad(pixels, [pad, pad, pad, pad]) : pixels;                   // [n, channels, size+2p, size+2p]
        var places = arange(size, device: pixels.device);
        var rows = crops ? drawn.Row + places : places.expand(n, size);                                  // [n, size]
        var columns = crops ? drawn.Column + places : places.expand(n, size);
        if (flips)
            columns = where(drawn.IsFlipped, columns.flip(1), columns);
        return padded
            .gather(2, rows.view(n, 1, size, 1).expand(n, channels, size, size + 2 * pad))
            .gather(3, columns.view(n, 1, 1, size).expand(n, channels, size, size));
    }

    private static long Pad(long size) => (long)Math.Round(size * PadShare);
}
