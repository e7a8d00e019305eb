using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Greys out a random square of each image (DeVries and Taylor 2017), a whole batch at a time.</summary>
internal static class Cutout
{
    // Side of the square as a share of the image's: 12 of CIFAR-10's 32 pixels, as in airbench's fast recipes.
    private const double SideShare = 12.0 / 32;

    // Mid-grey, near the mean of photographs (CIFAR-10: 125, 123, 114), so that it is near 0 after normalization.
    private const int Grey = 127;

    /// <param name="pixels">[n, channels, size, size] uint8.</param>
    /// <returns>The same shape.</returns>
    public static Tensor Apply(Tensor pixels, AugmentationDraws drawn)
    {
        var (n, size) = (pixels.shape[0], pixels.shape[2]);
        var side = (long)Math.Round(size * SideShare);
        var down = Hidden(size, side, drawn.CutoutRow).view(n, 1, size, 1);
        var across = Hidden(size, side, drawn.CutoutColumn).view(n, 1, 1, size);
        using var grey = Grey.ToScalar();
        return pixels.masked_fill(down.logical_and(across), grey);                                       // [n, channels, size, size]
    }

    /// <summary>
    /// Returns which rows, or columns, of each image are hidden. The square's middle is inside the image; its edges may be outside.
    /// </summary>
    /// <param name="middle">[n, 1] int64.</param>
    private static Tensor Hidden(long size, long side, Tensor middle)
    {
        using Scalar length = side.ToScalar(), half = (side / 2).ToScalar();
        var first = middle.sub(half);
        var place = KeptScalar.Range(size, middle.device);                                               // [size]
        return place.ge(first).logical_and(place.lt(first.add(length, KeptScalar.One)));                 // [n, size] bool
    }
}
