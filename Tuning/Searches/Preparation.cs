using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>The candidates of a search and its strategy, created once: before its start, or from its ledger.</summary>
/// <param name="candidates">Counts what a search may try on a dataset with these ends.</param>
internal sealed class Preparation(Func<SearchSpec, NetworkEnds, CandidateSpace> candidates)
{
    private (SearchSpec Spec, int Version, IStrategy Newest)? _made;
    private Lazy<CandidateSpace>? _space;

    // Counted for the command that needs it, and reused for its entry.
    private (SearchSpec Spec, SpaceExtension Extension)? _next;

    /// <summary>Counted on first use.</summary>
    public CandidateSpace Space => _space!.Value;

    /// <summary>Counts what a search that is about to start may try.</summary>
    /// <param name="earlier">Null where it starts from no other search.</param>
    public CandidateSpace Count(SearchSpec spec, Dataset dataset, PriorTrials? earlier)
    {
        Make(spec, dataset, earlier);
        _made!.Value.Newest.Prepare();
        return Space;
    }

    /// <summary>The strategy in the version that the search was started with, before its first entry.</summary>
    public IStrategy StrategyOf(SearchStarted started)
    {
        Make(started.Spec, started.Dataset, started.Earlier);
        return _made!.Value.Version == started.StrategyVersion
            ? _made.Value.Newest
            : StrategyCatalog.Create(started.Spec, started.StrategyVersion, () => Space, started.Earlier);
    }

    /// <summary>What an extension of the space would add. The space must be counted.</summary>
    /// <param name="spec">With the extended space.</param>
    /// <exception cref="InvalidOperationException">It would be too large, or have no end.</exception>
    public SpaceExtension Extension(SearchSpec spec, Dataset dataset)
    {
        if (_next is { } known && IsOf(known.Spec, spec))
            return known.Extension;
        var extension = Compute(Space, spec, dataset);
        _next = (spec, extension);
        return extension;
    }

    /// <summary>The space is extended; the extension is counted on first use.</summary>
    /// <param name="spec">With the extended space.</param>
    public void Extend(SearchSpec spec, Dataset dataset)
    {
        var (had, known) = (_space!, _next);
        _next = null;
        _space = known is { } next && IsOf(next.Spec, spec)
            ? new(next.Extension.Whole) : new(() => Compute(had.Value, spec, dataset).Whole);
    }

    // The same instance, which the entry takes over.
    private static bool IsOf(SearchSpec known, SearchSpec spec) =>
        ReferenceEquals(known.Space, spec.Space) && known.Networks.SequenceEqual(spec.Networks);

    private SpaceExtension Compute(CandidateSpace had, SearchSpec spec, Dataset dataset)
    {
        var ends = NetworkEnds.From(dataset);
        var extended = candidates(spec, ends);
        return extended.Size is <= SpaceExtension.Most ? SpaceExtension.From(had, extended, spec, ends)
            : throw new InvalidOperationException(
                $"space: to extend a search, must have at most {SpaceExtension.Most} configurations in total, but has "
                + (extended.Size is { } size ? $"{size}; extend it by less" : "no end, because a range has no steps; add step or steps"));
    }

    private void Make(SearchSpec spec, Dataset dataset, PriorTrials? earlier)
    {
        if (ReferenceEquals(_made?.Spec, spec))
            return;
        _space = new(() => candidates(spec, NetworkEnds.From(dataset)));
        _made = (spec, StrategyCatalog.VersionOf(spec), StrategyCatalog.Create(spec, () => Space, earlier));
    }
}
