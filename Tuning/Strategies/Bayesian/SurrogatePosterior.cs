using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>The predictions for configurations from all results at one moment.</summary>
internal sealed class SurrogatePosterior
{
    private readonly GaussianProcess _process;
    private readonly ScoreGain _gain;
    private readonly List<(Observation One, double Mean)> _known = [];
    private readonly IReadOnlyList<Observation> _older;

    /// <param name="seen">Results of this search.</param>
    /// <param name="older">Results of an older search: the model learns from them, but they do not count as reached.</param>
    /// <param name="running">Running trials, which count with their predictions.</param>
    /// <param name="axes">How many costs differ between configurations.</param>
    public SurrogatePosterior(
        IReadOnlyList<Observation> seen, IReadOnlyList<Observation> older, IReadOnlyCollection<Observation> running, KernelScales scales,
        int axes)
    {
        (_process, _gain, _older) = (new(Observation.Observed([.. seen, .. older]), scales), new(axes), older);
        foreach (var one in running)
            _process.Believe(one.Point);

        // Results are noisy: the best of many counts with its predicted mean, not with its result.
        foreach (var one in seen.Concat(running))
        {
            _known.Add((one, _process.Mean(one.Point)));
            _gain.Add(one.Places, _known[^1].Mean);
        }
    }

    /// <summary>
    /// The predicted front, by ascending cost: the trials that none of equal or lower cost is expected to beat. Includes trials of the
    /// older search.
    /// </summary>
    public IEnumerable<Observation> Front()
    {
        var best = new List<(Observation One, double Mean)>();
        var all = _known.Concat(_older.Select(one => (One: one, Mean: _process.Mean(one.Point))));
        foreach (var one in all.OrderBy(one => one.One.Places.Sum()).ThenBy(one => one.Mean))
            if (!best.Exists(
                other => other.Mean <= one.Mean && other.One.Places.Zip(one.One.Places).All(pair => pair.First <= pair.Second)))
                best.Add(one);
        return best.Select(one => one.One);
    }

    /// <summary>The candidate with the largest expected gain; the first of several.</summary>
    /// <param name="isTaken">By index.</param>
    /// <returns>A negative index if all are taken.</returns>
    public (int Index, double Gain) Best(CandidatePool pool, Func<int, bool> isTaken)
    {
        var (means, deviations) = (new double[pool.Candidates.Count], new double[pool.Candidates.Count]);
        _process.Predict(pool.Points, means, deviations);
        var (best, most) = (-1, double.NegativeInfinity);
        for (var at = 0; at < means.Length; at++)
            if (!isTaken(at) && _gain.Compute(pool.Places[at], new(means[at], deviations[at])) is var gain && gain > most)
                (best, most) = (at, gain);
        return (best, most);
    }
}
