using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Measures the accuracy that a search has not found yet. At a size limit, this is the accuracy of the best candidate within the limit
/// minus that of the best candidate found.
/// </summary>
public interface IRegretMeasure
{
    /// <summary>Returns the points lost with the accuracies found so far.</summary>
    /// <param name="atHand">The accuracy found for each candidate; 0 if there is none.</param>
    Lost At(ReadOnlySpan<double> atHand);

    /// <summary>
    /// Creates the measure for a search: with limits on those of its objectives that are costs known of all candidates, or on MACs if there
    /// are none. If no cost differs between candidates, the measure compares with the best of all.
    /// </summary>
    static IRegretMeasure From(ITruth truth, Objectives objectives)
    {
        double[] accuracy = [.. new FinalTruth(truth).Accuracy];
        return LimitedCost.From(truth, objectives) switch
        {
            [] => SingleCostRegret.From(accuracy, new double[accuracy.Length]),
            [var one] => SingleCostRegret.From(accuracy, one.Values),
            var several => new MultiCostRegret(accuracy, [.. several.Select(cost => cost.Values)]),
        };
    }
}

/// <summary>Accuracy lost in percentage points: the mean over all size limits, and the loss at the worst of them.</summary>
public readonly record struct Lost(double Mean, double Worst);
