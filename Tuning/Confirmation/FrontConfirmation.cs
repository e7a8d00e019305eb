using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Confirmation;

/// <summary>Estimates how certain the place of each completed trial is, and which further run is the most informative.</summary>
internal sealed class FrontConfirmation
{
    /// <summary>From this share of draws on, a trial counts as on the front; up to one minus this share, as not on it.</summary>
    public const double Sure = 0.95;

    // In deviations of each of two trials: a trial that is further behind a cheaper one is on the front in no draw.
    private const double Far = 3;

    // Limits the work of a turn; on a large front the trials left out are almost certainly not on it.
    private const int MostCandidates = 128;

    // Made whatever their chance: only a search's own runs show how far its runs differ, and after few epochs that is far more than usual.
    private const int FirstRuns = 3;

    private readonly Dictionary<int, Placed> _candidates = [];
    private readonly RunNoise _noise;
    private readonly AccuracyPrior? _prior;
    private readonly int _images;

    /// <param name="near">Trials that may be on the front.</param>
    /// <param name="prior">Null if only the noise of the validation images counts.</param>
    /// <param name="images">The number of validation images; 0 if it is not known.</param>
    public FrontConfirmation(IReadOnlyList<MeasuredTrial> near, AccuracyPrior? prior, int images, long seed)
    {
        // Each trial draws the same numbers regardless of the order of completion, which crashes change.
        near = [.. near.OrderBy(trial => trial.Trial)];
        (_noise, _prior, _images) = (RunNoise.Pooled(near), prior, images);
        if (!IsKnown)
            return;
        Posterior[] posteriors = [.. near.Select(PosteriorOf)];
        var candidates = FrontCandidates.Compute(near, posteriors, Far, MostCandidates);
        var shares = FrontDraws.Shares(
            [.. candidates.Select(at => (near[at].Losses, posteriors[at].Mean, posteriors[at].Deviation))], seed);
        foreach (var (i, at) in candidates.Index())
            _candidates[near[at].Trial] = new(near[at], posteriors[at], shares[i]);
    }

    /// <summary>The trials that are on the front in some draw, and others near it.</summary>
    public IEnumerable<int> Candidates => _candidates.Keys;

    /// <summary>Whether shares of draws are meaningful: they are not for single runs on an unknown number of images.</summary>
    private bool IsKnown => _prior is not null || _images > 0;

    /// <summary>The estimate for any completed trial.</summary>
    public TrialEstimate Estimate(MeasuredTrial trial)
    {
        var placed = _candidates.GetValueOrDefault(trial.Trial);
        var posterior = placed?.Posterior ?? PosteriorOf(trial);
        var interval = _prior is null
            ? AccuracyInterval.From(posterior.Mean, _images) ?? new(posterior.Mean, posterior.Mean) : posterior.Interval;
        return new(posterior.Mean, interval.Low, interval.High, IsKnown ? placed?.Share ?? 0 : null, trial.Accuracies);
    }

    /// <summary>
    /// The trial whose next run is the most informative for its cost, of those whose place is uncertain and that further runs are likely
    /// enough to settle; null if none is left.
    /// </summary>
    /// <param name="runsLeft">How many more times a trial may run; 0 if it may not run now.</param>
    public int? Next(Func<int, int> runsLeft) => _candidates.Values
        .Where(one => one.Share is > 1 - Sure and < Sure && IsWorth(one, runsLeft(one.Trial.Trial)))
        .OrderByDescending(one => one.Share * (1 - one.Share) * one.Posterior.TakenBy(1, _noise) / one.Trial.Work)
        .ThenBy(one => one.Trial.Trial).FirstOrDefault()?.Trial.Trial;

    private bool IsWorth(Placed one, int runsLeft) => runsLeft > 0
        && (_noise.FurtherRuns < FirstRuns
            || ResolutionProbability.After(one.Share, one.Posterior, _noise, runsLeft) >= ResolutionProbability.Least);

    private Posterior PosteriorOf(MeasuredTrial trial) => _prior is null
        ? Posterior.OfImagesAlone(trial, _images) : Posterior.From(trial, _prior.Without(trial), _noise, _images);

    private sealed record Placed(MeasuredTrial Trial, Posterior Posterior, double Share);
}
