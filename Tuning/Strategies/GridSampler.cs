using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Every candidate, in the order of the space. Requires lists, or ranges with steps.</summary>
internal sealed class GridSampler(CandidateSpace space) : ISampler
{
    private long _next;

    public long? Count { get; } = space.Size;

    public Candidate? Draw() => _next < Count ? space.At(_next++) : null;
}
