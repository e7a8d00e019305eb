using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>
/// Applies the nine taps of a 3×3 filter along one row of pixels, for <see cref="Vector{T}.Count"/> channels at once. A row is [pixel,
/// lane]; rows and columns outside the map are zeros, so that no code here checks for edges.
/// </summary>
internal static unsafe class Taps
{
    public const int Count = 9;

    /// <summary>Applies a filter to three rows: to[x] = Σ weight · row[x · step ± aside].</summary>
    /// <param name="weights">[9, lane].</param>
    /// <param name="step">The distance in pixels from one output's middle to the next.</param>
    /// <param name="aside">The distance in pixels between two taps.</param>
    public static void Apply(float* to, Rows3 rows, float* weights, int pixels, int step, int aside)
    {
        var lanes = Vector<float>.Count;
        var (w0, w1, w2) = (Vector.Load(weights), Vector.Load(weights + lanes), Vector.Load(weights + 2 * lanes));
        var (w3, w4, w5) = (Vector.Load(weights + 3 * lanes), Vector.Load(weights + 4 * lanes), Vector.Load(weights + 5 * lanes));
        var (w6, w7, w8) = (Vector.Load(weights + 6 * lanes), Vector.Load(weights + 7 * lanes), Vector.Load(weights + 8 * lanes));
        float* above = rows.Above, at = rows.At, below = rows.Below;
        nint left = aside * lanes, next = step * lanes;
        for (var x = 0; x < pixels; x++, above += next, at += next, below += next, to += lanes)
        {
            var sum = Vector.Load(above - left) * w0;
            sum = Vector.FusedMultiplyAdd(Vector.Load(above), w1, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(above + left), w2, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(at - left), w3, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(at), w4, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(at + left), w5, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(below - left), w6, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(below), w7, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Load(below + left), w8, sum);
            Vector.Store(sum, to);
        }
    }

    /// <summary>Adds a filter's gradient from one row of outputs: sums += Σ gradient[x · step] · row[x · step ± aside].</summary>
    /// <param name="sums">[9, lane].</param>
    public static void Correlate(float* sums, float* gradient, Rows3 rows, int pixels, int step, int aside)
    {
        var lanes = Vector<float>.Count;
        var (s0, s1, s2) = (Vector.Load(sums), Vector.Load(sums + lanes), Vector.Load(sums + 2 * lanes));
        var (s3, s4, s5) = (Vector.Load(sums + 3 * lanes), Vector.Load(sums + 4 * lanes), Vector.Load(sums + 5 * lanes));
        var (s6, s7, s8) = (Vector.Load(sums + 6 * lanes), Vector.Load(sums + 7 * lanes), Vector.Load(sums + 8 * lanes));
        float* above = rows.Above, at = rows.At, below = rows.Below;
        nint left = aside * lanes, next = step * lanes;
        for (var x = 0; x < pixels; x++, above += next, at += next, below += next, gradient += next)
        {
            var g = Vector.Load(gradient);
            s0 = Vector.FusedMultiplyAdd(g, Vector.Load(above - left), s0);
            s1 = Vector.FusedMultiplyAdd(g, Vector.Load(above), s1);
            s2 = Vector.FusedMultiplyAdd(g, Vector.Load(above + left), s2);
            s3 = Vector.FusedMultiplyAdd(g, Vector.Load(at - left), s3);
            s4 = Vector.FusedMultiplyAdd(g, Vector.Load(at), s4);
            s5 = Vector.FusedMultiplyAdd(g, Vector.Load(at + left), s5);
            s6 = Vector.FusedMultiplyAdd(g, Vector.Load(below - left), s6);
            s7 = Vector.FusedMultiplyAdd(g, Vector.Load(below), s7);
            s8 = Vector.FusedMultiplyAdd(g, Vector.Load(below + left), s8);
        }

        Store(sums, s0, s1, s2, s3, s4, s5, s6, s7, s8);
    }

    /// <summary>
    /// As <see cref="Apply"/>, for rows with one channel, which all outputs read. Adds to the values in <paramref name="to"/>.
    /// </summary>
    public static void ApplyShared(float* to, Rows3 rows, float* weights, int pixels, int aside)
    {
        var lanes = Vector<float>.Count;
        var (w0, w1, w2) = (Vector.Load(weights), Vector.Load(weights + lanes), Vector.Load(weights + 2 * lanes));
        var (w3, w4, w5) = (Vector.Load(weights + 3 * lanes), Vector.Load(weights + 4 * lanes), Vector.Load(weights + 5 * lanes));
        var (w6, w7, w8) = (Vector.Load(weights + 6 * lanes), Vector.Load(weights + 7 * lanes), Vector.Load(weights + 8 * lanes));
        float* above = rows.Above, at = rows.At, below = rows.Below;
        for (var x = 0; x < pixels; x++, above++, at++, below++, to += lanes)
        {
            var sum = Vector.Load(to);
            sum = Vector.FusedMultiplyAdd(Vector.Create(above[-aside]), w0, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(above[0]), w1, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(above[aside]), w2, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(at[-aside]), w3, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(at[0]), w4, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(at[aside]), w5, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(below[-aside]), w6, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(below[0]), w7, sum);
            sum = Vector.FusedMultiplyAdd(Vector.Create(below[aside]), w8, sum);
            Vector.Store(sum, to);
        }
    }

    /// <summary>As <see cref="Correlate"/>, for rows with one channel.</summary>
    public static void CorrelateShared(float* sums, float* gradient, Rows3 rows, int pixels, int aside)
    {
        var lanes = Vector<float>.Count;
        var (s0, s1, s2) = (Vector.Load(sums), Vector.Load(sums + lanes), Vector.Load(sums + 2 * lanes));
        var (s3, s4, s5) = (Vector.Load(sums + 3 * lanes), Vector.Load(sums + 4 * lanes), Vector.Load(sums + 5 * lanes));
        var (s6, s7, s8) = (Vector.Load(sums + 6 * lanes), Vector.Load(sums + 7 * lanes), Vector.Load(sums + 8 * lanes));
        float* above = rows.Above, at = rows.At, below = rows.Below;
        for (var x = 0; x < pixels; x++, above++, at++, below++, gradient += lanes)
        {
            var g = Vector.Load(gradient);
            s0 = Vector.FusedMultiplyAdd(g, Vector.Create(above[-aside]), s0);
            s1 = Vector.FusedMultiplyAdd(g, Vector.Create(above[0]), s1);
            s2 = Vector.FusedMultiplyAdd(g, Vector.Create(above[aside]), s2);
            s3 = Vector.FusedMultiplyAdd(g, Vector.Create(at[-aside]), s3);
            s4 = Vector.FusedMultiplyAdd(g, Vector.Create(at[0]), s4);
            s5 = Vector.FusedMultiplyAdd(g, Vector.Create(at[aside]), s5);
            s6 = Vector.FusedMultiplyAdd(g, Vector.Create(below[-aside]), s6);
            s7 = Vector.FusedMultiplyAdd(g, Vector.Create(below[0]), s7);
            s8 = Vector.FusedMultiplyAdd(g, Vector.Create(below[aside]), s8);
        }

        Store(sums, s0, s1, s2, s3, s4, s5, s6, s7, s8);
    }

    private static void Store(
        float* sums, Vector<float> s0, Vector<float> s1, Vector<float> s2, Vector<float> s3, Vector<float> s4, Vector<float> s5,
        Vector<float> s6, Vector<float> s7, Vector<float> s8)
    {
        var lanes = Vector<float>.Count;
        Vector.Store(s0, sums);
        Vector.Store(s1, sums + lanes);
        Vector.Store(s2, sums + 2 * lanes);
        Vector.Store(s3, sums + 3 * lanes);
        Vector.Store(s4, sums + 4 * lanes);
        Vector.Store(s5, sums + 5 * lanes);
        Vector.Store(s6, sums + 6 * lanes);
        Vector.Store(s7, sums + 7 * lanes);
        Vector.Store(s8, sums + 8 * lanes);
    }
}

/// <summary>Three rows that a filter reads, each at its first pixel.</summary>
internal readonly unsafe struct Rows3(float* above, float* at, float* below)
{
    public float* Above { get; } = above;
    public float* At { get; } = at;
    public float* Below { get; } = below;
}
