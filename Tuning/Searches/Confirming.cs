using System.Collections.Immutable;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>
/// The runs of a search's completed trials, and the estimates of the front from them. Adding a run takes microseconds; estimates are
/// computed on request.
/// </summary>
internal sealed class Confirming(SearchSpec spec, Objectives objectives, int images)
{
    private readonly Dictionary<int, MeasuredTrial> _measured = [];
    private NearFront _near = new(images);
    private AccuracyPrior _prior = new(objectives.Costs.Length);
    private FrontConfirmation? _known;

    private FrontConfirmation Known => _known ??= new(_near.Trials, spec.Replicates > 1 ? _prior : null, images, spec.Seed);

    /// <inheritdoc cref="FrontConfirmation.Candidates"/>
    public IEnumerable<int> Candidates => Known.Candidates;

    /// <summary>Adds a trial that has completed, or a further run of it.</summary>
    public void Measure(TrialView trial, ImmutableArray<double> further)
    {
        if (MeasuredTrial.From(trial, objectives, further) is not { } measured)
            return;
        _known = null;
        if (_measured.TryAdd(measured.Trial, measured))
        {
            _near.Add(measured);
            _prior.Add(measured);
            return;
        }

        _measured[measured.Trial] = measured;
        _near.Renew(measured);
    }

    /// <summary>Starts again from the completed trials except one whose result is about to change.</summary>
    public void Forget(int trial)
    {
        _measured.Remove(trial);
        (_near, _prior, _known) = (new(images), new(objectives.Costs.Length), null);
        foreach (var one in _measured.Values.OrderBy(one => one.Trial))
        {
            _near.Add(one);
            _prior.Add(one);
        }
    }

    /// <summary>Null for a trial that has not completed, or without an accuracy.</summary>
    public TrialEstimate? Estimate(int trial) => _measured.TryGetValue(trial, out var measured) ? Known.Estimate(measured) : null;

    /// <inheritdoc cref="FrontConfirmation.Next"/>
    public int? Next(Func<int, int> runsLeft) => Known.Next(runsLeft);
}
