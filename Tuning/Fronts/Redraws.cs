using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// How sure a choice is: the share of redraws of the validation images in which a rule chooses the same member. Each accuracy is drawn anew
/// from the normal distribution with its standard error; a member's errors are taken to be its own.
/// </summary>
internal static class Redraws
{
    // Of a large front fewer, so that a choice takes less than a millisecond.
    private const int Most = 1000, MostNumbers = 200_000, Normals = 1 << 14;

    private static readonly double[] Table = Draw();

    /// <summary>Redraws, and those of them with the same choice; none where the number of images is not known.</summary>
    public static (int Same, int Of) Count(OptimumRule rule, FrontTable table, int chosen)
    {
        if (table.Scale.Images == 0 || table.Count < 2)
            return default;
        var (redraws, random, same) = (Math.Clamp(MostNumbers / table.Count, 20, Most), new SplitMix64(table.Scale.Seed), 0);
        var (errors, drawn) = (table.Gains.Select(table.Scale.StandardError).ToArray(), new double[table.Count]);
        for (var redraw = 0; redraw < redraws; redraw++)
        {
            Draw(table.Gains, errors, drawn, (int)(random.Next() & (Normals - 1)));
            same += rule.Pick(table, drawn) == chosen ? 1 : 0;
        }

        return (same, redraws);
    }

    /// <summary>One redraw takes the normal numbers from a place in their table on, and goes on at its start.</summary>
    private static void Draw(ReadOnlySpan<double> gains, ReadOnlySpan<double> errors, Span<double> drawn, int place)
    {
        for (int row = 0, length; row < drawn.Length; row += length, place = 0)
        {
            length = Math.Min(drawn.Length - row, Normals - place);
            Columns.AddProduct(
                gains.Slice(row, length), errors.Slice(row, length), Table.AsSpan(place, length), drawn.Slice(row, length));
        }
    }

    /// <summary>Standard normal numbers (Box and Muller, "A note on the generation of random normal deviates", 1958).</summary>
    private static double[] Draw()
    {
        var (random, drawn) = (new SplitMix64(0), new double[Normals]);
        for (var i = 0; i < Normals; i++)
            drawn[i] = Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
        return drawn;
    }
}
