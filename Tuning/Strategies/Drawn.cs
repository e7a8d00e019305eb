using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>A configuration as a sampler drew it.</summary>
/// <param name="Number">Its place among the draws, from 1 on: the number of its trial, whenever that starts.</param>
internal sealed record Drawn(int Number, Candidate Candidate)
{
    /// <summary>The cost that orders compare: MACs, else parameters; 0 if neither is known before training.</summary>
    public long Work => Candidate.Cost.Macs > 0 ? Candidate.Cost.Macs : Candidate.Cost.Parameters;
}
