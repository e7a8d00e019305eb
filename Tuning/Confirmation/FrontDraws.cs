using System.Collections.Immutable;
using System.Numerics;
using System.Numerics.Tensors;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Confirmation;

/// <summary>
/// Computes how often each of several trials is on the front when their accuracies are drawn from their posteriors. A trial is beaten by
/// the best draw among those of equal or lower cost. Each trial passes on the best so far, so it is compared only with its nearest cheaper
/// ones.
/// </summary>
internal static class FrontDraws
{
    public const int Draws = 4096;

    // Trials use the numbers from different places on, as long as there are fewer trials than numbers; the stride is odd, so that no place
    // repeats.
    private const int Stride = 9973;

    /// <summary>For each trial, the share of draws in which it is on the front.</summary>
    /// <param name="trials">Each trial's costs, and the mean and deviation of its accuracy.</param>
    public static double[] Shares(IReadOnlyList<(ImmutableArray<double> Losses, double Mean, double Deviation)> trials, long seed)
    {
        var (shares, groups) = (new double[trials.Count], Groups(trials));
        var (best, before) = (new double[groups.Count][], new double[Draws]);
        for (var group = 0; group < groups.Count; group++)
        {
            Array.Fill(before, double.NegativeInfinity);
            foreach (var cheaper in groups[group].Covers)
                TensorPrimitives.Max(before, best[cheaper], before);
            best[group] = Share(trials, groups[group].Members, before, seed, shares);
        }

        return shares;
    }

    /// <summary>Draws the trials of equal costs, and counts those of them that are best.</summary>
    /// <returns>The best draws including them.</returns>
    private static double[] Share(
        IReadOnlyList<(ImmutableArray<double> Losses, double Mean, double Deviation)> trials, List<int> members, double[] before,
        long seed, double[] shares)
    {
        var drawn = members.Select(
            member => NormalDraws.Compute(member * Stride, seed, Draws, trials[member].Mean, trials[member].Deviation))
            .ToList();
        var most = drawn.Count == 1 ? drawn[0] : drawn[0].ToArray();
        foreach (var column in drawn.Skip(1))
            TensorPrimitives.Max(most, column, most);
        foreach (var (at, member) in members.Index())
        {
            shares[member] = CountBest(drawn[at], most, before) / (double)Draws;
        }

        TensorPrimitives.Max(most, before, most);
        return most;
    }

    /// <summary>Counts the draws that equal the best of equal costs and exceed the best of the cheaper ones.</summary>
    private static int CountBest(double[] drawn, double[] most, double[] before)
    {
        var count = Vector<long>.Zero;
        for (var at = 0; at < Draws; at += Vector<double>.Count)
        {
            var draw = new Vector<double>(drawn, at);
            count -= Vector.GreaterThanOrEqual(draw, new Vector<double>(most, at))
                & Vector.GreaterThan(draw, new Vector<double>(before, at));
        }

        return (int)Vector.Sum(count);
    }

    /// <summary>Trials by their costs, the cheaper first, and for each the nearest groups that cost no more.</summary>
    private static List<(List<int> Members, List<int> Covers)> Groups(
        IReadOnlyList<(ImmutableArray<double> Losses, double Mean, double Deviation)> trials)
    {
        var groups = new List<(ImmutableArray<double> Losses, List<int> Members, List<int> Covers)>();
        var order = Comparer<int>.Create((one, other) => ObjectiveOrder.Compare(trials[one].Losses, trials[other].Losses));
        foreach (var at in Enumerable.Range(0, trials.Count).Order(order))
        {
            if (groups.Count > 0 && groups[^1].Losses.SequenceEqual(trials[at].Losses))
                groups[^1].Members.Add(at);
            else
                groups.Add((trials[at].Losses, [at], []));
        }

        for (var group = 0; group < groups.Count; group++)
            for (var other = group - 1; other >= 0; other--)
                if (ObjectiveOrder.IsNoWorse(groups[other].Losses, groups[group].Losses)
                    && !groups[group].Covers.Exists(cover => ObjectiveOrder.IsNoWorse(groups[other].Losses, groups[cover].Losses)))
                    groups[group].Covers.Add(other);
        return [.. groups.Select(group => (group.Members, group.Covers))];
    }
}
