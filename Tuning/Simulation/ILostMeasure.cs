using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// How far what is at hand stays behind the truth. At a size limit that is the accuracy of the best candidate within it, less that of the
/// best one at hand.
/// </summary>
public interface ILostMeasure
{
    /// <param name="atHand">The accuracy of each candidate so far; 0 where it has none.</param>
    Lost At(ReadOnlySpan<double> atHand);

    /// <summary>
    /// Against the costs among a search's objectives that are known of the candidates; against MACs where it has none. Where no cost tells
    /// candidates apart, against the best of all.
    /// </summary>
    static ILostMeasure From(ITruth truth, Objectives objectives)
    {
        double[] accuracy = [.. new FinalTruth(truth).Accuracy];
        return LimitedCost.From(truth, objectives) switch
        {
            [] => PointsLost.From(accuracy, new double[accuracy.Length]),
            [var one] => PointsLost.From(accuracy, one.Values),
            var several => new PointsLostOfSeveral(accuracy, [.. several.Select(cost => cost.Values)]),
        };
    }
}

/// <summary>Accuracy lost in points, on average over all size limits and at the worst of them.</summary>
public readonly record struct Lost(double Mean, double Worst);
