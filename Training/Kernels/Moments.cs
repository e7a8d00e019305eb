using System.Numerics;

namespace Paretune.Training.Kernels;

/// <summary>Computes mean and variance of each channel over all pixels, in one pass over memory.</summary>
/// <remarks>
/// Squares are summed about the first pixel of a piece, so that little precision is lost if the mean is far from 0. Pieces are combined in
/// double precision by the formula of Chan, Golub and LeVeque ("Updating formulae and a pairwise algorithm for computing sample variances",
/// 1979).
/// </remarks>
internal static unsafe class Moments
{
    private const int MostParts = 16, PieceRows = 128;

    /// <param name="values">[rows, channels].</param>
    /// <returns>[channels] each. The variance is the sum of squares divided by the number of pixels.</returns>
    public static (double[] Mean, double[] Variance) Compute(float* values, long rows, int channels)
    {
        var parts = (int)Math.Min(MostParts, (rows + PieceRows - 1) / PieceRows);
        var joined = new Running[parts];
        Parts.Run(parts, part =>
            joined[part] = Sum(values, rows * part / parts, rows * (part + 1) / parts, channels));
        var all = joined[0];
        for (var part = 1; part < parts; part++)
            all.Join(joined[part].Count, joined[part].Mean, joined[part].Squares);
        return (all.Mean, [.. all.Squares.Select(squares => squares / all.Count)]);
    }

    private static Running Sum(float* values, long start, long end, int channels)
    {
        var lanes = Vector<float>.Count;
        var (running, mean, squares) = (new Running(channels), new double[channels], new double[channels]);
        for (var row = start; row < end; row += PieceRows)
        {
            var piece = values + (nint)row * channels;
            var count = (int)Math.Min(PieceRows, end - row);
            for (var channel = 0; channel < channels; channel += lanes)
                SumBlock(
                    piece + channel, count, channels, Math.Min(lanes, channels - channel), mean.AsSpan(channel), squares.AsSpan(channel));
            running.Join(count, mean, squares);
        }

        return running;
    }

    private static void SumBlock(float* from, int rows, int pitch, int channels, Span<double> mean, Span<double> squares)
    {
        var lanes = Vector<float>.Count;
        Span<float> sums = stackalloc float[lanes], products = stackalloc float[lanes];
        sums.Clear();
        products.Clear();
        if (channels == lanes)
            SumLanes(from, rows, pitch, sums, products);
        else
            for (var row = 0; row < rows; row++)
                for (var c = 0; c < channels; c++)
                {
                    var off = from[row * pitch + c] - from[c];
                    sums[c] += off;
                    products[c] += off * off;
                }

        for (var c = 0; c < channels; c++)
        {
            mean[c] = from[c] + (double)sums[c] / rows;
            squares[c] = Math.Max(0, products[c] - (double)sums[c] * sums[c] / rows);
        }
    }

    private static void SumLanes(float* from, int rows, nint pitch, Span<float> sums, Span<float> products)
    {
        var (about, sum, product) = (Vector.Load(from), Vector<float>.Zero, Vector<float>.Zero);
        for (var row = 0; row < rows; row++, from += pitch)
        {
            var off = Vector.Load(from) - about;
            sum += off;
            product = Vector.FusedMultiplyAdd(off, off, product);
        }

        sum.CopyTo(sums);
        product.CopyTo(products);
    }

    /// <summary>The moments of the values so far.</summary>
    private sealed class Running(int channels)
    {
        public long Count { get; private set; }
        public double[] Mean { get; } = new double[channels];

        /// <summary>Sum of squared distances from the mean.</summary>
        public double[] Squares { get; } = new double[channels];

        public void Join(long count, double[] mean, double[] squares)
        {
            var all = Count + count;
            var (share, weight) = ((double)count / all, (double)Count * count / all);
            for (var c = 0; c < channels; c++)
            {
                var off = mean[c] - Mean[c];
                Mean[c] += off * share;
                Squares[c] += squares[c] + off * off * weight;
            }

            Count = all;
        }
    }
}
