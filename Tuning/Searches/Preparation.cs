using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>What a search may try and the strategy that decides on it, made once: ahead of its start, or as its ledger says.</summary>
/// <param name="candidates">Counts what a search may try on a dataset of such ends.</param>
internal sealed class Preparation(Func<SearchSpec, NetworkEnds, CandidateSpace> candidates)
{
    private (SearchSpec Spec, Lazy<CandidateSpace> Space, int Version, IStrategy Newest)? _made;

    /// <summary>Counted when it is first asked for.</summary>
    public CandidateSpace Space => _made!.Value.Space.Value;

    /// <summary>Counts what a search that is about to start may try.</summary>
    public CandidateSpace Count(SearchSpec spec, Dataset dataset)
    {
        Make(spec, dataset);
        _made!.Value.Newest.Prepare();
        return Space;
    }

    /// <summary>The strategy in the version that the search was started with, before its first entry.</summary>
    public IStrategy StrategyOf(SearchStarted started)
    {
        Make(started.Spec, started.Dataset);
        return _made!.Value.Version == started.StrategyVersion
            ? _made.Value.Newest
            : StrategyCatalog.Create(started.Spec, started.StrategyVersion, () => Space);
    }

    private void Make(SearchSpec spec, Dataset dataset)
    {
        if (!ReferenceEquals(_made?.Spec, spec))
            _made = (
                spec, new(() => candidates(spec, NetworkEnds.Of(dataset))), StrategyCatalog.VersionOf(spec),
                StrategyCatalog.Create(spec, () => Space));
    }
}
