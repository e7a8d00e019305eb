namespace Paretune.Tuning.Confirmation;

/// <summary>How sure the place of each completed trial is, and which further run would tell most.</summary>
internal sealed class FrontConfirmation
{
    /// <summary>From this share of draws on a trial is on the front, and up to 1 less it is not.</summary>
    public const double Sure = 0.95;

    // Deviations of each of two trials: what is further behind a cheaper one is on the front in no draw.
    private const double Far = 3;

    // Bounds what a turn may take; of a large front those that are left out are all but certainly not on it.
    private const int MostCandidates = 256;

    private readonly Dictionary<int, Placed> _trials = [];
    private readonly List<Placed> _candidates = [];
    private readonly RunNoise _noise;

    /// <param name="prior">Of these trials in their order; null where only what the validation images tell is to count.</param>
    /// <param name="images">Validation images; 0 where their number is not known.</param>
    public FrontConfirmation(IReadOnlyList<MeasuredTrial> trials, AccuracyPrior? prior, int images, long seed)
    {
        _noise = RunNoise.Pooled(trials);
        Posterior[] beliefs = [.. trials.Select((trial, at) => prior is null
            ? Posterior.OfImagesAlone(trial, images) : Posterior.Of(trial, prior.Without(at), _noise, images))];
        for (var at = 0; at < trials.Count; at++)
            _trials[trials[at].Trial] = new(trials[at], beliefs[at], 0);
        if (prior is null && images == 0)
            return;
        var candidates = FrontCandidates.Of(trials, beliefs, Far, MostCandidates);
        var shares = FrontDraws.Shares([.. candidates.Select(at => (trials[at].Losses, beliefs[at].Mean, beliefs[at].Deviation))], seed);
        foreach (var (i, at) in candidates.Index())
            _candidates.Add(_trials[trials[at].Trial] = new(trials[at], beliefs[at], shares[i]));
        IsKnown = true;
    }

    /// <summary>Whether shares of draws say anything: not of single runs on an unknown number of images.</summary>
    public bool IsKnown { get; }

    /// <summary>Trials that are on the front in some draw, and others that are near it.</summary>
    public IEnumerable<int> Candidates => _candidates.Select(one => one.Trial.Trial);

    /// <summary>Null for a trial that has no accuracy.</summary>
    public TrialEstimate? Of(int trial) => !_trials.TryGetValue(trial, out var placed) ? null : new(
        placed.Belief.Mean, placed.Belief.Interval.Low, placed.Belief.Interval.High, IsKnown ? placed.Share : null, placed.Trial.Accuracies);

    /// <summary>
    /// The trial whose next run tells most for what it takes, while any place on the front is not sure; null where none is left.
    /// </summary>
    /// <param name="mayRun">Whether a trial may run once more now.</param>
    public int? Next(Func<int, bool> mayRun) => _candidates
        .Where(one => one.Share is > 1 - Sure and < Sure && mayRun(one.Trial.Trial))
        .OrderByDescending(one => one.Share * (1 - one.Share) * one.Belief.TakenByRun(_noise) / one.Trial.Work)
        .ThenBy(one => one.Trial.Trial).FirstOrDefault()?.Trial.Trial;

    private sealed record Placed(MeasuredTrial Trial, Posterior Belief, double Share);
}
