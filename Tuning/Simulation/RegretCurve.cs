using System.Collections.Immutable;

namespace Paretune.Tuning.Simulation;

/// <summary>Computes the points a run had lost after given shares of the compute that all epochs of all candidates would take.</summary>
public static class RegretCurve
{
    /// <summary>
    /// Returns the points lost at each share that the run reached, in ascending order, and at its end. Compute is counted in seconds of a
    /// worker of speed 1.
    /// </summary>
    /// <param name="shares">Ascending, 0 to 1.</param>
    public static ImmutableArray<RegretAt> Compute(SimulatedRun run, IRegretMeasure measure, params ReadOnlySpan<double> shares)
    {
        var (grid, hand) = (new FinalTruth(run.Truth).Seconds, new KnownAccuracies(run));
        var (spent, next, lost) = (0.0, 0, ImmutableArray.CreateBuilder<RegretAt>());
        foreach (var epoch in run.Trained)
        {
            spent += epoch.Seconds;
            for (; next < shares.Length && spent >= shares[next] * grid; next++)
                lost.Add(new(shares[next], measure.At(hand.By(epoch.At))));
        }

        lost.Add(new(spent / grid, measure.At(hand.By(DateTimeOffset.MaxValue))) { IsEnd = true });
        return lost.ToImmutable();
    }
}

/// <summary>The points lost after a share of the compute.</summary>
/// <param name="Share">Share of the compute of the whole grid.</param>
public readonly record struct RegretAt(double Share, Lost Lost)
{
    /// <summary>Whether this is the value at the end of the run.</summary>
    public bool IsEnd { get; init; }
}
