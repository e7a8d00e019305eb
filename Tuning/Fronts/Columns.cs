using System.Numerics;

namespace Paretune.Tuning.Fronts;

/// <summary>Arithmetic on whole columns of a front, several rows at once.</summary>
internal static class Columns
{
    private static int Width => Vector<double>.Count;

    /// <summary>Negative infinity if there is no row.</summary>
    public static double Max(ReadOnlySpan<double> values)
    {
        var (best, row) = (new Vector<double>(double.NegativeInfinity), 0);
        for (; row + Width <= values.Length; row += Width)
            best = Vector.Max(best, new Vector<double>(values[row..]));
        var most = double.NegativeInfinity;
        for (var lane = 0; lane < Width; lane++)
            most = Math.Max(most, best[lane]);
        for (; row < values.Length; row++)
            most = Math.Max(most, values[row]);
        return most;
    }

    /// <summary>Each row becomes <c>base + factor × other</c>.</summary>
    public static void AddProduct(
        ReadOnlySpan<double> bases, ReadOnlySpan<double> factors, ReadOnlySpan<double> others, Span<double> result)
    {
        var row = 0;
        for (; row + Width <= result.Length; row += Width)
        {
            var product = new Vector<double>(factors[row..]) * new Vector<double>(others[row..]);
            (new Vector<double>(bases[row..]) + product).CopyTo(result[row..]);
        }

        for (; row < result.Length; row++)
            result[row] = bases[row] + factors[row] * others[row];
    }

    /// <summary>Each row becomes <c>(value − origin) × factor − other</c>.</summary>
    public static void Scaled(ReadOnlySpan<double> values, double origin, double factor, ReadOnlySpan<double> others, Span<double> result)
    {
        var (row, from, by) = (0, new Vector<double>(origin), new Vector<double>(factor));
        for (; row + Width <= result.Length; row += Width)
            ((new Vector<double>(values[row..]) - from) * by - new Vector<double>(others[row..])).CopyTo(result[row..]);
        for (; row < result.Length; row++)
            result[row] = (values[row] - origin) * factor - others[row];
    }

    /// <summary>The rows with at least this value, in order.</summary>
    public static List<int> AtLeast(ReadOnlySpan<double> values, double least)
    {
        var (rows, row, bound) = (new List<int>(), 0, new Vector<double>(least));
        for (; row + Width <= values.Length; row += Width)
            if (Vector.GreaterThanOrEqualAny(new Vector<double>(values[row..]), bound))
                Collect(values, row, row + Width, least, rows);
        Collect(values, row, values.Length, least, rows);
        return rows;
    }

    private static void Collect(ReadOnlySpan<double> values, int from, int to, double least, List<int> rows)
    {
        for (var row = from; row < to; row++)
            if (values[row] >= least)
                rows.Add(row);
    }
}
