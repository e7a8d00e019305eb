using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Confirmation;

/// <summary>
/// How likely further runs of a trial make its place sure. Trials that are tied for all that a few runs can tell would be run again to no
/// end: most of what is not settled on a dense front. What the validation images leave open no run settles, so it is left aside.
/// </summary>
internal static class SettlingChance
{
    /// <summary>Below it further runs are not worth while.</summary>
    public const double Least = 0.15;

    // Of the variance of a trial's lead over the best of the cheaper ones: the other half is that of the best.
    private const double Own = 0.5;

    private static readonly double Sure = NormalDistribution.Quantile(FrontConfirmation.Sure);

    /// <summary>The chance that a place is sure after all runs that are left, or some of them.</summary>
    /// <param name="share">Of draws in which the trial is on the front.</param>
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
    /// Of a lead in deviations. The mean of what runs are going to say is normal around it, with the variance that they take away, and is
    /// looked at in deviations of what is left.
    /// </summary>
    private static double Compute(double lead, double taken)
    {
        var (moves, needed) = (Math.Sqrt(taken), Sure * Math.Sqrt(1 - taken));
        return NormalDistribution.Below((lead - needed) / moves) + NormalDistribution.Below((-lead - needed) / moves);
    }
}
