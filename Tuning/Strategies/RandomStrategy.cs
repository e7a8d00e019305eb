using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>A seeded draw without repetition.</summary>
/// <param name="Samples">How many to draw; all, in a seeded order, where it is null or there are no more.</param>
internal sealed record RandomStrategy(int? Samples) : Strategy
{
    public const string Kind = "random";

    public override ImmutableArray<Candidate> Order(ImmutableArray<Candidate> candidates, long seed)
    {
        var pool = candidates.ToArray();
        var random = new SplitMix64(seed);
        var count = Math.Min(Samples ?? pool.Length, pool.Length);

        // Fisher-Yates, broken off once the draw is complete.
        for (var i = 0; i < count; i++)
        {
            var drawn = i + random.Below(pool.Length - i);
            (pool[i], pool[drawn]) = (pool[drawn], pool[i]);
        }

        return [.. pool.AsSpan(0, count)];
    }
}
