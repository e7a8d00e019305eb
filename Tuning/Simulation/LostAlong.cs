using System.Collections.Immutable;

namespace Paretune.Tuning.Simulation;

/// <summary>What a run had lost by the time it had spent a share of the compute that all epochs of all candidates take.</summary>
public static class LostAlong
{
    /// <summary>
    /// At each share that the run came to, in ascending order, and at its end. Compute counts seconds of a worker of speed 1.
    /// </summary>
    /// <param name="shares">Ascending, 0 to 1.</param>
    public static ImmutableArray<LostAt> Compute(SimulatedRun run, ILostMeasure measure, params ReadOnlySpan<double> shares)
    {
        var (grid, hand) = (new FinalTruth(run.Truth).Seconds, new AtHand(run));
        var (spent, next, lost) = (0.0, 0, ImmutableArray.CreateBuilder<LostAt>());
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

/// <param name="Share">Of the grid's compute.</param>
public readonly record struct LostAt(double Share, Lost Lost)
{
    /// <summary>Whether it is what was lost when the run was over.</summary>
    public bool IsEnd { get; init; }
}
