using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Fronts;

/// <summary>The highest value of each objective that was seen, among trials on the front and off it.</summary>
public sealed class Highest(Objectives objectives)
{
    private readonly double[] _values = new double[objectives.All.Length];

    /// <summary>1 where none was above 0.</summary>
    public double Of(Metric metric) => _values[objectives.All.IndexOf(metric)] is > 0 and var most ? most : 1;

    /// <returns>Whether one is higher than before.</returns>
    public bool Include(Cost cost) => Include(metric => metric.Value(cost));

    /// <inheritdoc cref="Include(Cost)"/>
    public bool Include(TrialView trial) => Include(metric => metric.Value(trial));

    private bool Include(Func<Metric, double> value)
    {
        var isHigher = false;
        foreach (var (i, metric) in objectives.All.Index())
            if (value(metric) is var one && one > _values[i])
                (_values[i], isHigher) = (one, true);
        return isHigher;
    }
}
