using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The certainty of a choice: the share of draws of the accuracies in which a rule chooses the same member. Each accuracy is
/// drawn from the normal distribution with its standard error; the members' errors are treated as independent.
/// </summary>
internal static class SelectionBootstrap
{
    // Fewer on a large front, so that a choice takes less than a millisecond.
    private const int Most = 1000, MostNumbers = 200_000;

    /// <summary>The number of draws, and of those with the same choice; none if the number of images is not known.</summary>
    public static (int Same, int Of) Count(OptimumRule rule, FrontTable table, int chosen)
    {
        if (table.Scale.Images == 0 || table.Count < 2)
            return default;
        var (draws, random, same) = (Math.Clamp(MostNumbers / table.Count, 20, Most), new SplitMix64(table.Scale.Seed), 0);
        var (errors, drawn) = (table.Gains.Select(table.Scale.StandardError).ToArray(), new double[table.Count]);
        for (var draw = 0; draw < draws; draw++)
        {
            NormalDraws.Fill(table.Gains, errors, drawn, (int)(random.Next() & (NormalDraws.Size - 1)));
            same += rule.Pick(table, drawn) == chosen ? 1 : 0;
        }

        return (same, draws);
    }
}
