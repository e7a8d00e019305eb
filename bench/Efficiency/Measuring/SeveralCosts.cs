using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Measuring;

/// <summary>
/// Points lost where limits are set on several costs at once: 4,096 of them, spread evenly over the logarithms of the costs from those of
/// the cheapest candidate to those of the dearest.
/// </summary>
internal sealed class SeveralCosts
{
    private const int Limits = 4096;
    private const double PointsPerShare = 100;

    /// <summary>Candidates within each limit.</summary>
    private readonly int[][] _within;
    private readonly double[] _best;

    public SeveralCosts(ITruth truth, Objectives objectives)
    {
        double[][] places = [
            .. objectives.Costs.Select(metric => Places([.. truth.Candidates.Select((_, one) => Value(truth, metric, one))]))];
        _within = [.. Vectors(places.Length).Select(limit => Within(places, limit))];
        double[] accuracy = [.. new FinalTruth(truth).Accuracy];
        _best = [.. _within.Select(candidates => Best(candidates, accuracy))];
    }

    /// <inheritdoc cref="LostAlong.Of"/>
    public ImmutableArray<LostAt> Along(SimulatedRun run, params ReadOnlySpan<double> shares)
    {
        var (grid, hand) = (new FinalTruth(run.Truth).Seconds, new KeptAccuracy(run));
        var (spent, next, lost) = (0.0, 0, ImmutableArray.CreateBuilder<LostAt>());
        foreach (var epoch in run.Trained)
        {
            spent += epoch.Seconds;
            for (; next < shares.Length && spent >= shares[next] * grid; next++)
                lost.Add(new(shares[next], At(hand.By(epoch.At))));
        }

        lost.Add(new(spent / grid, At(hand.By(DateTimeOffset.MaxValue))) { IsEnd = true });
        return lost.ToImmutable();
    }

    private Lost At(ReadOnlySpan<double> accuracy)
    {
        var (sum, worst) = (0.0, 0.0);
        for (var limit = 0; limit < Limits; limit++)
        {
            var lost = Math.Max(0, _best[limit] - Best(_within[limit], accuracy));
            (sum, worst) = (sum + lost, Math.Max(worst, lost));
        }

        return new(sum / Limits * PointsPerShare, worst * PointsPerShare);
    }

    private static double Best(int[] candidates, ReadOnlySpan<double> accuracy)
    {
        var best = 0.0;
        foreach (var candidate in candidates)
            best = Math.Max(best, accuracy[candidate]);
        return best;
    }

    private static double Value(ITruth truth, Metric metric, int candidate) => metric.Known == MetricTime.BeforeTraining
        ? metric.Value(truth.Candidates[candidate].Cost)
        : truth.Latency(candidate)
            ?? throw new InvalidDataException($"each candidate must have a latency, but number {candidate} has none");

    /// <summary>From 0, the cheapest, to 1, the dearest.</summary>
    private static double[] Places(double[] costs)
    {
        var (least, most) = (Math.Log(costs.Min()), Math.Log(costs.Max()));
        return [.. costs.Select(cost => most > least ? (Math.Log(cost) - least) / (most - least) : 0)];
    }

    private static int[] Within(double[][] places, double[] limit) =>
        [.. Enumerable.Range(0, places[0].Length).Where(candidate => !limit.Where((most, axis) => places[axis][candidate] > most).Any())];

    /// <summary>Multiples of powers of the generalised golden ratio, modulo 1, as those that a search's score rests on.</summary>
    private static IEnumerable<double[]> Vectors(int axes)
    {
        var ratio = 2.0;
        for (var i = 0; i < 64; i++)
            ratio = Math.Pow(1 + ratio, 1.0 / (axes + 1));
        return Enumerable.Range(1, Limits).Select(i =>
            Enumerable.Range(1, axes).Select(axis => (0.5 + i * Math.Pow(ratio, -axis)) % 1).ToArray());
    }
}
