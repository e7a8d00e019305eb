using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Draws from a space and from all that extended it in proportion to their sizes, so that any first few draws come from all of them.
/// </summary>
/// <param name="samplers">Of parts that can be counted, as every space that was extended can.</param>
internal sealed class ProportionalSampler(ImmutableArray<ISampler> samplers) : ISampler
{
    private readonly long[] _drawn = new long[samplers.Length];

    public long? Count { get; } = samplers.Sum(sampler => sampler.Count);

    /// <inheritdoc cref="ChainedSampler.Create"/>
    public static ISampler Create(CandidateSpace space, Func<CandidateSpace, ISampler> create) => space.Added.IsEmpty
        ? create(space) : new ProportionalSampler([create(space with { Added = [] }), .. space.Added.Select(create)]);

    public Candidate? Draw()
    {
        while (LeastDrawn is >= 0 and var part)
        {
            _drawn[part]++;
            if (samplers[part].Draw() is { } candidate)
                return candidate;
        }

        return null;
    }

    /// <summary>
    /// The part of which the smallest share would be drawn with one more; the first of several, and negative if none is left.
    /// </summary>
    private int LeastDrawn => Enumerable.Range(0, samplers.Length).Where(part => _drawn[part] < samplers[part].Count)
        .OrderBy(part => (_drawn[part] + 1.0) / samplers[part].Count).FirstOrDefault(-1);
}
