namespace Paretune.Training.Kernels;

/// <summary>Applies a norm followed by a rectifier to a whole map, [pixels, channels].</summary>
internal static unsafe class RectifiedNorm
{
    private const int PieceRows = 64, MostParts = 16;

    public static void Forward(float* from, float* to, long rows, Norm norm)
    {
        var channels = norm.Scale.Length;
        using var scratch = new Scratch();
        var packed = PackedNorm.From(norm, scratch);
        ForPieces(rows, (_, row, count) =>
        {
            for (var channel = 0; channel < channels; channel += PairShape.Lanes)
                Rectifier.Forward(
                    from + (nint)row * channels + channel, to + (nint)row * channels + channel, channels, count,
                    Math.Min(PairShape.Lanes, channels - channel), packed.At(channel));
        });
    }

    /// <summary>Zeroes, in place, the gradients of the values that the rectifier zeroed.</summary>
    /// <param name="read">The norm's input.</param>
    /// <returns>As <see cref="PairSums.Norm"/>.</returns>
    public static (double[] Gradients, double[] Products) Backward(float* gradient, float* read, long rows, Norm norm)
    {
        var channels = norm.Scale.Length;
        using var scratch = new Scratch();
        var packed = PackedNorm.From(norm, scratch);
        var (gradients, products) = (new double[MostParts, channels], new double[MostParts, channels]);
        ForPieces(rows, (part, row, count) =>
        {
            var sums = stackalloc float[2 * PairShape.Lanes];
            for (var channel = 0; channel < channels; channel += PairShape.Lanes)
            {
                new Span<float>(sums, 2 * PairShape.Lanes).Clear();
                var at = (nint)row * channels + channel;
                var some = Math.Min(PairShape.Lanes, channels - channel);
                Rectifier.Backward(gradient + at, channels, read + at, channels, count, some, packed.At(channel), sums);
                for (var c = 0; c < some; c++)
                {
                    gradients[part, channel + c] += sums[c];
                    products[part, channel + c] += sums[PairShape.Lanes + c];
                }
            }
        });
        return (Joined(gradients), Joined(products));
    }

    /// <summary>Runs pieces of rows in parallel; the pieces of one part run one after the other.</summary>
    private static void ForPieces(long rows, Action<int, long, int> piece)
    {
        var parts = (int)Math.Min(MostParts, (rows + PieceRows - 1) / PieceRows);
        Parts.Run(parts, part =>
        {
            var end = rows * (part + 1) / parts;
            for (var row = rows * part / parts; row < end; row += PieceRows)
                piece(part, row, (int)Math.Min(PieceRows, end - row));
        });
    }

    private static double[] Joined(double[,] parts) =>
        [.. Enumerable.Range(0, parts.GetLength(1)).Select(c => Enumerable.Range(0, parts.GetLength(0)).Sum(part => parts[part, c]))];
}
