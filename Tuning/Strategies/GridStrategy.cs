using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Every candidate, in the order of the space.</summary>
internal sealed record GridStrategy : Strategy
{
    public const string Kind = "grid";

    public override ImmutableArray<Candidate> Order(ImmutableArray<Candidate> candidates, long seed) => candidates;
}
