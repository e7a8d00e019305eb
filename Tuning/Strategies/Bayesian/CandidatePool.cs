using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>The configurations from which proposals are chosen, with everything that is known of them before training.</summary>
internal sealed class CandidatePool
{
    private readonly Dictionary<Candidate, int> _index;

    public CandidatePool(IReadOnlyList<Candidate> candidates, ConfigurationPoints points)
    {
        Candidates = candidates;
        Places = [.. candidates.Select(points.PlacesOf)];
        Points = new([.. candidates.Select((candidate, at) => points.Compute(candidate, Places[at]))]);
        _index = new(candidates.Count);
        foreach (var (at, candidate) in candidates.Index())
            _index.TryAdd(candidate, at);
    }

    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Of the costs of each.</summary>
    public double[][] Places { get; }

    public PointTable Points { get; }

    /// <summary>Negative if it is not in the pool.</summary>
    public int IndexOf(Candidate candidate) => _index.GetValueOrDefault(candidate, -1);
}
