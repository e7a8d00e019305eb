namespace Paretune.Training.Kernels;

/// <summary>
/// Gradients of two filters in one sweep over the rows of each image; the map between them is recomputed, a few rows at a time.
/// </summary>
/// <param name="input">The input of the forward pass.</param>
/// <param name="gradient">Of the output, [images, out height, out width, channels].</param>
/// <param name="toInput">
/// Is given the gradient of the input, in the input's layout; null if it is not needed. With a norm before the filters it is the
/// gradient of what the rectifier lets through, from which <see cref="NormGradient"/> makes the norm's.
/// </param>
internal sealed unsafe class PairBackward(
    PairShape shape, PairWeights weights, float* input, float* gradient, float* toInput, PairSums sums)
{
    /// <summary>Runs all of it, on as many threads as torch takes.</summary>
    public void Run() => Parts.Run(shape.ImageParts * shape.Groups, Run);

    private void Run(int part)
    {
        using var scratch = new Scratch();
        var (imagePart, group) = Math.DivRem(part, shape.Groups);
        var sweep = new GradientSweep(shape, weights, shape.Group(group), scratch, input, gradient, toInput);
        var (image, end) = shape.ImagesOf(imagePart);
        for (; image < end; image++)
        {
            sweep.Run(image);
            sums.Take(imagePart, shape.Group(group).Start / PairShape.Lanes, sweep.Sums, sweep.Blocks);
        }
    }
}
