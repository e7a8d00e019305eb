using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Draws all of a space, then all that extended it, part by part: the draws before an extension keep their places.</summary>
internal sealed class ChainedSampler(ImmutableArray<ISampler> samplers) : ISampler
{
    private int _at;

    public long? Count { get; } = samplers.Any(sampler => sampler.Count is null) ? null : samplers.Sum(sampler => sampler.Count);

    /// <param name="create">Creates the sampler of one part.</param>
    public static ISampler Create(CandidateSpace space, Func<CandidateSpace, ISampler> create) => space.Added.IsEmpty
        ? create(space) : new ChainedSampler([create(space with { Added = [] }), .. space.Added.Select(create)]);

    public Candidate? Draw()
    {
        for (; _at < samplers.Length; _at++)
            if (samplers[_at].Draw() is { } candidate)
                return candidate;
        return null;
    }
}
