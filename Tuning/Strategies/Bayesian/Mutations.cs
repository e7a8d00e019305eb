using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// Configurations that differ slightly from others: in a space that is not enumerated, the best configurations are between the draws.
/// </summary>
internal static class Mutations
{
    // Mutations per configuration, and how often a mutation that turns out to be a duplicate is drawn again.
    private const int Each = 32, Tries = 8;

    // As a share of the whole scale.
    private const double StepDeviation = 0.1;

    /// <summary>Each mutation once, without known configurations.</summary>
    /// <param name="isDistinct">As in <see cref="SobolDraw"/>.</param>
    public static List<Candidate> Create(
        IEnumerable<Candidate> parents, CandidateSpace space, SplitMix64 random, HashSet<Candidate> known, bool isDistinct)
    {
        var (mutations, seen) = (new List<Candidate>(), new HashSet<Candidate>(known));
        foreach (var parent in parents)
            foreach (var (group, point) in space.Groups.Select(group => (group, group.PointOf(parent))))
                for (var i = 0; point is not null && i < Each; i++)
                    if (Mutation(group, point, random, seen, isDistinct) is { } mutation)
                        mutations.Add(mutation);
        return mutations;
    }

    private static Candidate? Mutation(
        CandidateGroup group, double[] point, SplitMix64 random, HashSet<Candidate> seen, bool isDistinct)
    {
        for (var i = 0; i < Tries; i++)
        {
            var moved = Moved(point, random);
            if ((isDistinct ? group.DistinctAt(moved) : group.At(moved)) is { } candidate && seen.Add(candidate))
                return candidate;
        }

        return null;
    }

    /// <summary>Moves one or two numbers by a step, or to any place on their scale.</summary>
    private static double[] Moved(double[] point, SplitMix64 random)
    {
        double[] moved = [.. point];
        for (var count = 1 + random.Below(2); count > 0; count--)
        {
            var at = random.Below(point.Length);
            moved[at] = random.Below(2) == 0 ? random.Unit()
                : Math.Clamp(moved[at] + StepDeviation * Normal(random), 0, Math.BitDecrement(1.0));
        }

        return moved;
    }

    // Box and Muller, "A note on the generation of random normal deviates", 1958.
    private static double Normal(SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());
}
