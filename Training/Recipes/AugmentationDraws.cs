using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// The random augmentation of all images of an epoch, drawn at once, so that no step draws on the host or waits for a copy to the device.
/// All values are drawn, whatever the recipe uses, so that one augmentation does not change another's draws.
/// </summary>
/// <param name="drawn">
/// [n, 5] int64: the crop's first row and column, 1 if the image is flipped, the cutout's middle row and column.
/// </param>
internal readonly struct AugmentationDraws(Tensor drawn)
{
    /// <param name="size">Side of an image in pixels.</param>
    /// <param name="generator">A CPU generator, so that a seed gives the same draws on every device.</param>
    /// <returns>The tensor that the constructor takes; the caller disposes it.</returns>
    public static Tensor Draw(long images, long size, Generator generator)
    {
        using var scope = NewDisposeScope();
        long[] bounds = [CropAndFlip.Places(size), CropAndFlip.Places(size), 2, size, size];
        return cat([.. bounds.Select(bound => randint(0L, bound, new[] { images, 1L }, dtype: ScalarType.Int64, generator: generator))], 1)
            .MoveToOuterDisposeScope();
    }

    // [n, 1] each.
    public Tensor Row => drawn.narrow(1, 0, 1);
    public Tensor Column => drawn.narrow(1, 1, 1);
    public Tensor IsFlipped => drawn.narrow(1, 2, 1).to(ScalarType.Bool);
    public Tensor CutoutRow => drawn.narrow(1, 3, 1);
    public Tensor CutoutColumn => drawn.narrow(1, 4, 1);
}
