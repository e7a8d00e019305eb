using System.Numerics.Tensors;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Fronts;

/// <summary>Normal random numbers from a fixed table: a draw reads from a place on and wraps around at the end.</summary>
internal static class NormalDraws
{
    public const int Size = 1 << 14;

    private static readonly double[] Table = Draw();

    /// <summary>Fills with one number from each normal distribution.</summary>
    public static void Fill(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations, Span<double> drawn, int place)
    {
        for (int row = 0, length; row < drawn.Length; row += length, place = 0)
        {
            length = Math.Min(drawn.Length - row, Size - place);
            Columns.AddProduct(
                means.Slice(row, length), deviations.Slice(row, length), Table.AsSpan(place, length), drawn.Slice(row, length));
        }
    }

    /// <summary>A number of draws from one normal distribution.</summary>
    /// <param name="place">Different places of one seed give different numbers, up to <see cref="Size"/> places.</param>
    public static double[] Compute(long place, long seed, int count, double mean, double deviation)
    {
        var (drawn, at) = (new double[count], (int)((place + (long)(new SplitMix64(seed).Next() >> 32)) % Size));
        for (int done = 0, length; done < count; done += length, at = 0)
        {
            length = Math.Min(count - done, Size - at);
            TensorPrimitives.Multiply(Table.AsSpan(at, length), deviation, drawn.AsSpan(done, length));
            TensorPrimitives.Add(drawn.AsSpan(done, length), mean, drawn.AsSpan(done, length));
        }

        return drawn;
    }

    /// <summary>Standard normal numbers (Box and Muller, "A note on the generation of random normal deviates", 1958).</summary>
    private static double[] Draw()
    {
        var (random, drawn) = (new SplitMix64(0), new double[Size]);
        for (var i = 0; i < Size; i++)
            drawn[i] = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        return drawn;
    }
}
