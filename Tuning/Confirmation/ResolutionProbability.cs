using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Confirmation;

/// <summary>
/// The chance that further runs of a trial settle its place. Trials whose ties a few runs cannot break would otherwise run again without
/// end, which is most of the unsettled trials on a dense front. Runs cannot settle the uncertainty due to the validation images, so it is
/// ignored.
/// </summary>
internal static class ResolutionProbability
{
    /// <summary>Below this chance further runs are not worthwhile.</summary>
    public const double Least = 0.15;

    // The trial's own share of the variance of its lead over the best of the cheaper ones; the rest is that of the best.
    private const double Own = 0.5;

    private static readonly double Sure = NormalDistribution.Quantile(FrontConfirmation.Sure);

    /// <summary>The chance that a place is settled after all remaining runs, or some of them.</summary>
    /// <param name="share">The share of draws in which the trial is on the front.</param>
    /// <param name="left">Further runs that it may have.</param>
    public static double After(double share, Posterior belief, RunNoise noise, int left)
    {
        var (ofRuns, best) = (belief with { ImageVariance = 0 }, 0.0);
        var lead = NormalDistribution.Quantile(share) * belief.Deviation / ofRuns.Deviation;
        if (Math.Abs(lead) >= Sure)
            return 0;
        for (var runs = 1; runs <= left; runs++)
            best = Math.Max(best, Compute(lead, Own * ofRuns.TakenBy(runs, noise)));
        return best;
    }

    /// <summary>
    /// The chance for a lead in deviations. The mean after the runs is normal around it, with the variance that they remove, and is
    /// measured in deviations of the remaining variance.
    /// </summary>
    private static double Compute(double lead, double taken)
    {
        var (moves, needed) = (Math.Sqrt(taken), Sure * Math.Sqrt(1 - taken));
        return NormalDistribution.Below((lead - needed) / moves) + NormalDistribution.Below((-lead - needed) / moves);
    }
}
