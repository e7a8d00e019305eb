using System.Collections.Immutable;
using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// The results of an older search, as further observations for a model. Other settings shift all errors by about the same amount, so the
/// older results are shifted to match those of this search as these arrive, and are gradually replaced by them.
/// </summary>
internal sealed class EarlierPoints
{
    // The most results of this search that are used to measure the shift, and the number at which half of the measured shift is applied.
    private const int MostCompared = 64, HalfBelieved = 1;

    private readonly Observation[] _points;
    private readonly Lazy<GaussianProcess> _process;

    /// <param name="points">The points of the current space.</param>
    public EarlierPoints(PriorTrials? earlier, ConfigurationPoints points)
    {
        _points = [.. (earlier?.Trials ?? []).Select(trial => PointOf(trial, points))];
        _process = new(() => new(Observation.Observed(_points), Scales(points.Groups)));
    }

    public int Count => _points.Length;

    /// <summary>A number of older results, shifted to this search.</summary>
    /// <param name="seen">Results of this search, in the order in which they came.</param>
    public IReadOnlyList<Observation> Select(IReadOnlyList<Observation> seen, int most)
    {
        if (_points.Length == 0 || most == 0)
            return [];
        var shift = Shift(seen);
        return [.. TrainingSubset.Select(_points, most).Select(point => point with { LogError = point.LogError + shift })];
    }

    /// <summary>The prediction for a configuration from the older results alone.</summary>
    public double Mean(double[] point) => _process.Value.Mean(point);

    private double Shift(IReadOnlyList<Observation> seen)
    {
        var known = seen.Where(one => double.IsFinite(one.LogError)).TakeLast(MostCompared).ToList();
        return known.Sum(one => one.LogError - Mean(one.Point)) / (known.Count + HalfBelieved);
    }

    private KernelScales Scales(ImmutableArray<int> groups) => _points.Length < SurrogateModel.First ? ScaleFit.Usual(groups)
        : new ScaleFit(Observation.Observed(TrainingSubset.Select(_points, SurrogateModel.MostFitted)), groups).Best();

    private static Observation PointOf(PriorTrial trial, ConfigurationPoints points)
    {
        var candidate = new Candidate(trial.Network, trial.Configuration, trial.Cost);
        var places = points.PlacesOf(candidate);
        return new(candidate, Index: -1, points.Compute(candidate, places), places, LogErrors.Compute(trial.Accuracy), trial.Variance);
    }
}
