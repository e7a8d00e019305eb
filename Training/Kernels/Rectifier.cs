using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>Applies a norm's scale and shift and a rectifier to one block of lanes of a row of pixels.</summary>
internal static unsafe class Rectifier
{
    /// <summary>A rectifier that passes NaN on, so that a diverged network is detected.</summary>
    public static Vector<float> Rectify(Vector<float> value) =>
        Vector.ConditionalSelect(Vector.LessThan(value, Vector<float>.Zero), Vector<float>.Zero, value);

    /// <param name="pitch">The distance in floats from one pixel to the next.</param>
    /// <param name="channels">The channels of the block; fewer than lanes in the last one.</param>
    public static void Forward(float* from, float* to, nint pitch, int pixels, int channels, PackedNorm norm)
    {
        if (channels < Vector<float>.Count)
        {
            for (var x = 0; x < pixels; x++, from += pitch, to += pitch)
                for (var c = 0; c < channels; c++)
                    to[c] = MathF.FusedMultiplyAdd(from[c], norm.Scale[c], norm.Shift[c]) is var value && value < 0 ? 0 : value;
            return;
        }

        var (scale, shift) = (Vector.Load(norm.Scale), Vector.Load(norm.Shift));
        for (var x = 0; x < pixels; x++, from += pitch, to += pitch)
            Vector.Store(Rectify(Vector.FusedMultiplyAdd(Vector.Load(from), scale, shift)), to);
    }

    /// <summary>
    /// Zeroes, in place, the gradients of the values that the rectifier zeroed, and adds to the sums from which the norm's gradients are
    /// computed.
    /// </summary>
    /// <param name="read">The norm's input.</param>
    /// <param name="channels">The channels of the block; fewer than lanes in the last one.</param>
    /// <param name="sums">[2, lane]: the sum of the gradients, and the sum of those times the distance from the mean.</param>
    public static void Backward(
        float* gradient, nint gradientPitch, float* read, nint readPitch, int pixels, int channels, PackedNorm norm, float* sums)
    {
        var lanes = Vector<float>.Count;
        if (channels < lanes)
        {
            BackwardSome(gradient, gradientPitch, read, readPitch, pixels, channels, norm, sums);
            return;
        }

        var (scale, shift, mean) = (Vector.Load(norm.Scale), Vector.Load(norm.Shift), Vector.Load(norm.Mean));
        var (gradients, products) = (Vector.Load(sums), Vector.Load(sums + lanes));
        for (var x = 0; x < pixels; x++, gradient += gradientPitch, read += readPitch)
        {
            var value = Vector.Load(read);
            var isOpen = Vector.GreaterThan(Vector.FusedMultiplyAdd(value, scale, shift), Vector<float>.Zero);
            var passed = Vector.ConditionalSelect(isOpen, Vector.Load(gradient), Vector<float>.Zero);
            gradients += passed;
            products = Vector.FusedMultiplyAdd(passed, value - mean, products);
            Vector.Store(passed, gradient);
        }

        Vector.Store(gradients, sums);
        Vector.Store(products, sums + lanes);
    }

    private static void BackwardSome(
        float* gradient, nint gradientPitch, float* read, nint readPitch, int pixels, int channels, PackedNorm norm, float* sums)
    {
        for (var x = 0; x < pixels; x++, gradient += gradientPitch, read += readPitch)
            for (var c = 0; c < channels; c++)
            {
                var passed = MathF.FusedMultiplyAdd(read[c], norm.Scale[c], norm.Shift[c]) > 0 ? gradient[c] : 0;
                sums[c] += passed;
                sums[Vector<float>.Count + c] += passed * (read[c] - norm.Mean[c]);
                gradient[c] = passed;
            }
    }
}
