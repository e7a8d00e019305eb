using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>One configuration that may be tried, and its cost.</summary>
public sealed record Candidate(Configuration Configuration, Cost Cost);

/// <summary>The configurations of a search in the order they are tried, after its limits.</summary>
/// <param name="Excluded">Such as "excluded: 41 of 245, because macs > 300000000"; empty when nothing was.</param>
public sealed record Candidates(ImmutableArray<Candidate> Items, string Excluded)
{
    /// <summary>Applies space, limits and strategy. The same spec always gives the same list.</summary>
    public static Candidates Of(SearchSpec spec, int classes) => throw new NotImplementedException();
}
