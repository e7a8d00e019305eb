namespace Paretune.Training.Kernels;

/// <summary>
/// Computes the gradients of two filters in one sweep over the rows of each image. Recomputes the map between them, a few rows at a time.
/// </summary>
/// <param name="input">The input of the forward pass.</param>
/// <param name="gradient">The gradient of the output, [images, out height, out width, channels].</param>
/// <param name="toInput">Receives the gradient of the input, in the input's layout; null if it is not needed. With a norm before the
/// filters, receives the gradient that passes the rectifier, from which <see cref="NormGradient"/> computes that of the norm.</param>
internal sealed unsafe class PairBackward(
    PairShape shape, PairWeights weights, float* input, float* gradient, float* toInput, PairSums sums)
{
    /// <summary>Computes all gradients, on as many threads as torch is configured to use.</summary>
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
