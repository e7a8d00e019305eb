using System.Collections.Immutable;
using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// What trials of an older search came to, as more observations for a model. Other settings move all errors alike to begin with, so as
/// results come in, the older ones are moved to where those of this search lie; and they make room for them.
/// </summary>
internal sealed class EarlierPoints
{
    // Results of this search that say how far the older ones are off, and how many it takes to believe half of what they say.
    private const int MostCompared = 64, HalfBelieved = 1;

    private readonly SeenPoint[] _points;
    private readonly Lazy<GaussianProcess> _process;

    /// <param name="points">Of the space that is searched now.</param>
    public EarlierPoints(EarlierTrials? earlier, ConfigurationPoints points)
    {
        _points = [.. (earlier?.Trials ?? []).Select(trial => PointOf(trial, points))];
        _process = new(() => new(SeenPoint.Observed(_points), Scales(points.Groups)));
    }

    public int Count => _points.Length;

    /// <summary>So many of them, as they would have come out in this search.</summary>
    /// <param name="seen">Results of this search, in the order in which they came.</param>
    public IReadOnlyList<SeenPoint> Select(IReadOnlyList<SeenPoint> seen, int most)
    {
        if (_points.Length == 0 || most == 0)
            return [];
        var shift = Shift(seen);
        return [.. KeptTrials.Select(_points, most).Select(point => point with { LogError = point.LogError + shift })];
    }

    /// <summary>What is expected of a configuration by these alone.</summary>
    public double Mean(double[] point) => _process.Value.Mean(point);

    private double Shift(IReadOnlyList<SeenPoint> seen)
    {
        var known = seen.Where(one => double.IsFinite(one.LogError)).TakeLast(MostCompared).ToList();
        return known.Sum(one => one.LogError - Mean(one.Point)) / (known.Count + HalfBelieved);
    }

    private KernelScales Scales(ImmutableArray<int> groups) => _points.Length < Beliefs.First ? ScaleFit.Usual(groups)
        : new ScaleFit(SeenPoint.Observed(KeptTrials.Select(_points, Beliefs.MostFitted)), groups).Best();

    private static SeenPoint PointOf(EarlierTrial trial, ConfigurationPoints points)
    {
        var candidate = new Candidate(trial.Network, trial.Configuration, trial.Cost);
        var places = points.PlacesOf(candidate);
        return new(candidate, Index: -1, points.Compute(candidate, places), places, LogErrors.Compute(trial.Accuracy), trial.Variance);
    }
}
