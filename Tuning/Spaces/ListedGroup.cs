using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>Enumerated candidates.</summary>
public sealed class ListedGroup(string network, ImmutableArray<Candidate> candidates) : CandidateGroup
{
    public override string Network => network;
    public override long? Count => candidates.Length;
    public override int Dimensions => 1;

    public override Candidate At(long index) => candidates[(int)index];

    public override Candidate? At(ReadOnlySpan<double> point) =>
        candidates[Math.Min((int)(point[0] * candidates.Length), candidates.Length - 1)];
}
