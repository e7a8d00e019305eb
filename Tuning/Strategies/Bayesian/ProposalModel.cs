using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>Chooses the next configuration of a space.</summary>
internal sealed class ProposalModel
{
    /// <summary>The number of first trials, which are spread over the costs as those of <c>front</c>.</summary>
    public const int Opening = InitialThenCheapest.Opening;

    /// <summary>How many trials start this way: none if an older search provides as many results.</summary>
    public static int OpeningAfter(PriorTrials? earlier) => earlier?.Trials.Length >= Opening ? 0 : Opening;

    // The newest trials without a result: about as many as run. In old searches, older ones have failed.
    private const int MostBelieved = 256;

    private readonly ConfigurationPoints _points;
    private readonly CandidatePool _pool;
    private readonly Lock _gate = new();
    private readonly SurrogateModel _beliefs;
    private readonly Dictionary<int, Observation> _seen = [];

    // The first trials, in the order of costs.
    private readonly int[] _opening;
    private readonly CandidateSpace _space;
    private readonly bool _isListed, _isDistinct;
    private readonly long _seed;

    /// <param name="candidates">As of <see cref="CandidateWindow"/>.</param>
    /// <param name="version">As of <see cref="BayesianVersions"/>.</param>
    /// <param name="earlier">Null if the search starts from no other search.</param>
    public ProposalModel(
        CandidateSpace space, IReadOnlyList<Candidate> candidates, ConfigurationPoints points, long seed, int version,
        PriorTrials? earlier = null)
    {
        (_space, _points, _seed, _pool) = (space, points, seed, new(candidates, points));
        _isDistinct = version >= BayesianVersions.Distinct;
        _isListed = space.Size <= CandidateWindow.MostListed;
        _beliefs = new(points.Groups, points.Axes, new(earlier, points));
        var opening = OpeningAfter(earlier);
        int[] ascending = [.. Enumerable.Range(0, _pool.Candidates.Count).OrderBy(at => new Drawn(at, _pool.Candidates[at]).Work)];
        _opening = [.. Enumerable.Range(0, opening).Select(part => part * ascending.Length / opening).Distinct()
            .Where(place => place < ascending.Length).Select(place => ascending[place])];
    }

    /// <summary>The configuration to try next; null if none is left. Thread-safe.</summary>
    /// <param name="all">So far.</param>
    /// <param name="results">The known results, in the order in which they arrived.</param>
    /// <param name="ended">The numbers of the trials that ended without a result.</param>
    public Candidate? Choose(ImmutableArray<KnownTrial> all, ImmutableArray<Result> results, ImmutableHashSet<int> ended)
    {
        lock (_gate)
        {
            return all.Length < _opening.Length && NextInitial(all) is { } first ? first : Best(all, results, ended);
        }
    }

    private Candidate? NextInitial(ImmutableArray<KnownTrial> all)
    {
        HashSet<int> taken = [.. all.Select(trial => _pool.IndexOf(trial.Candidate))];
        var at = _opening.FirstOrDefault(at => !taken.Contains(at), -1);
        return at < 0 ? null : _pool.Candidates[at];
    }

    private Candidate? Best(ImmutableArray<KnownTrial> all, ImmutableArray<Result> results, ImmutableHashSet<int> ended)
    {
        var known = results.Select(result => result.Trial).ToHashSet();
        var belief = _beliefs.Compute(
            [.. results.Select(result => Create(result.Trial) with { LogError = result.LogError, Variance = result.Variance })],
            [.. all.Where(trial => !known.Contains(trial) && !ended.Contains(trial.Number)).TakeLast(MostBelieved).Select(Create)]);
        HashSet<int> tried = [.. all.Select(trial => Create(trial).Index)];
        var (at, gain) = belief.Best(_pool, tried.Contains);
        if (!_isListed && Mutated(belief, all, gain) is { } mutation)
            return mutation;
        return at < 0 ? Left(all) : _pool.Candidates[at];
    }

    /// <summary>What is left of a list whose draws have all been tried, in the order of the list.</summary>
    private Candidate? Left(ImmutableArray<KnownTrial> all)
    {
        var tried = all.Select(trial => trial.Candidate).ToHashSet();
        for (var index = 0L; !_isListed && index < _space.Size; index++)
            if (_space.At(index) is var candidate && !tried.Contains(candidate))
                return candidate;
        return null;
    }

    /// <summary>The mutation of a front member with the largest expected gain; null if none gains more than the best candidate.</summary>
    private Candidate? Mutated(SurrogatePosterior belief, ImmutableArray<KnownTrial> all, double most)
    {
        var parents = belief.Front().Select(one => one.Candidate).ToList();
        var known = all.Select(trial => trial.Candidate).ToHashSet();
        if (Mutations.Create(parents, _space, new(_seed + all.Length), known, _isDistinct) is not { Count: > 0 } mutations)
            return null;
        var pool = new CandidatePool(mutations, _points);
        var (at, gain) = belief.Best(pool, _ => false);
        return at >= 0 && gain > most ? pool.Candidates[at] : null;
    }

    private Observation Create(KnownTrial trial)
    {
        if (_seen.TryGetValue(trial.Number, out var seen))
            return seen;
        var places = _points.PlacesOf(trial.Candidate);
        return _seen[trial.Number] = new(
            trial.Candidate, _pool.IndexOf(trial.Candidate), _points.Compute(trial.Candidate, places), places, LogError: 0);
    }
}
