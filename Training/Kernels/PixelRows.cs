using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>Copies rows of pixels between memory, [pixel, channel], and blocks of lanes, [block, pixel, lane].</summary>
internal static unsafe class PixelRows
{
    /// <param name="from">The first channel of the first pixel.</param>
    /// <param name="pitch">The distance in floats from one pixel to the next.</param>
    /// <param name="step">The distance in pixels between two pixels that are written.</param>
    /// <param name="norm">Scales, shifts and rectifies the input; null leaves it unchanged.</param>
    public static void Load(float* from, nint pitch, int pixels, int channels, float* to, nint block, int step, PackedNorm? norm)
    {
        var lanes = Vector<float>.Count;
        nint next = step * lanes;
        for (var first = 0; first < channels; first += lanes, to += block)
        {
            if (channels - first < lanes)
                LoadSome(from + first, pitch, pixels, channels - first, to, next, norm?.At(first));
            else if (norm is { } all)
                LoadNormed(from + first, pitch, pixels, to, next, all.At(first));
            else
                LoadPlain(from + first, pitch, pixels, to, next);
        }
    }

    public static void Store(float* from, nint block, int pixels, int channels, float* to, nint pitch)
    {
        var lanes = Vector<float>.Count;
        for (var first = 0; first < channels; first += lanes, from += block)
        {
            float* row = from, into = to + first;
            if (channels - first < lanes)
                StoreSome(row, pixels, channels - first, into, pitch);
            else
                for (var x = 0; x < pixels; x++, row += lanes, into += pitch)
                    Vector.Store(Vector.Load(row), into);
        }
    }

    private static void LoadPlain(float* from, nint pitch, int pixels, float* to, nint next)
    {
        for (var x = 0; x < pixels; x++, from += pitch, to += next)
            Vector.Store(Vector.Load(from), to);
    }

    private static void LoadNormed(float* from, nint pitch, int pixels, float* to, nint next, PackedNorm norm)
    {
        var (scale, shift) = (Vector.Load(norm.Scale), Vector.Load(norm.Shift));
        for (var x = 0; x < pixels; x++, from += pitch, to += next)
            Vector.Store(Rectifier.Rectify(Vector.FusedMultiplyAdd(Vector.Load(from), scale, shift)), to);
    }

    private static void LoadSome(float* from, nint pitch, int pixels, int channels, float* to, nint next, PackedNorm? norm)
    {
        for (var x = 0; x < pixels; x++, from += pitch, to += next)
            for (var c = 0; c < channels; c++)
            {
                var value = norm is { } all ? MathF.FusedMultiplyAdd(from[c], all.Scale[c], all.Shift[c]) : from[c];
                to[c] = norm is not null && value < 0 ? 0 : value;
            }
    }

    private static void StoreSome(float* from, int pixels, int channels, float* to, nint pitch)
    {
        for (var x = 0; x < pixels; x++, from += Vector<float>.Count, to += pitch)
            for (var c = 0; c < channels; c++)
                to[c] = from[c];
    }
}
