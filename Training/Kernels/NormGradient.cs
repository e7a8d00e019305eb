using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>Computes the gradient of a batch norm in training, where mean and deviation depend on every value of the batch.</summary>
internal static unsafe class NormGradient
{
    private const int PieceRows = 64;

    /// <summary>
    /// Converts gradients of the norm's output into gradients of its input, in place: scale · (g − mean(g) − x̂ · mean(g · x̂)), written as
    /// g · scale + value · slope + offset.
    /// </summary>
    /// <param name="gradient">[rows, channels].</param>
    /// <param name="read">The norm's input, [rows, channels].</param>
    /// <param name="gradients">The sum of the gradients, [channels].</param>
    /// <param name="products">The sum of the gradients times the distance from the mean, [channels].</param>
    public static void Apply(float* gradient, float* read, long rows, Norm norm, double[] gradients, double[] products)
    {
        var channels = norm.Scale.Length;
        using var scratch = new Scratch();
        var padded = PairShape.BlocksOf(channels) * PairShape.Lanes;
        var (slopes, offsets) = (new float[padded], new float[padded]);
        for (var c = 0; c < channels; c++)
        {
            double scale = norm.Scale[c], inverse = norm.Inverse[c];
            var slope = -scale * inverse * inverse * products[c] / rows;
            slopes[c] = (float)slope;
            offsets[c] = (float)(-scale * gradients[c] / rows - slope * norm.Mean[c]);
        }

        var packed = PackedNorm.From(norm with { Shift = slopes[..channels], Mean = offsets[..channels] }, scratch);
        var pieces = (int)((rows + PieceRows - 1) / PieceRows);
        var parts = Math.Min(pieces, 64);
        Parts.Run(
            parts,
            part => Apply(
                gradient, read, pieces * (long)part / parts * PieceRows, Math.Min(rows, pieces * (long)(part + 1) / parts * PieceRows),
                channels, packed));
    }

    private static void Apply(float* gradient, float* read, long start, long end, int channels, PackedNorm affine)
    {
        for (var row = start; row < end; row += PieceRows)
            for (var channel = 0; channel < channels; channel += PairShape.Lanes)
            {
                var at = (nint)row * channels + channel;
                var count = (int)Math.Min(PieceRows, end - row);
                var some = Math.Min(PairShape.Lanes, channels - channel);
                Block(gradient + at, read + at, count, channels, some, affine.At(channel));
            }
    }

    private static void Block(float* gradient, float* read, int rows, nint pitch, int channels, PackedNorm affine)
    {
        if (channels < PairShape.Lanes)
        {
            for (var row = 0; row < rows; row++, gradient += pitch, read += pitch)
                for (var c = 0; c < channels; c++)
                    gradient[c] = gradient[c] * affine.Scale[c] + MathF.FusedMultiplyAdd(read[c], affine.Shift[c], affine.Mean[c]);
            return;
        }

        var (scale, slope, offset) = (Vector.Load(affine.Scale), Vector.Load(affine.Shift), Vector.Load(affine.Mean));
        for (var row = 0; row < rows; row++, gradient += pitch, read += pitch)
            Vector.Store(
                Vector.FusedMultiplyAdd(Vector.Load(gradient), scale, Vector.FusedMultiplyAdd(Vector.Load(read), slope, offset)), gradient);
    }
}
