using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Begins the cheapest configurations first, by MACs, else by parameters: something of every size is at hand soonest. Equally cheap ones
/// are begun in a seeded order. Costs that nobody knows leave the sampler's order as it is. The order does not depend on who asks when, so
/// that a trial's number means the same configuration in every run.
/// </summary>
internal sealed class CheapestFirst(ISampler sampler, int? most, long seed) : IOrder
{
    private Candidate[]? _sorted;
    private int _next;

    public long? Count => sampler.Count is { } count ? Math.Min(count, most ?? long.MaxValue) : most;

    public Candidate? Peek()
    {
        _sorted ??= Sorted();
        return _next < _sorted.Length ? _sorted[_next] : null;
    }

    public void Take() => _next++;

    // Up to a second for the largest spaces.
    private Candidate[] Sorted()
    {
        var (drawn, random) = (new List<Candidate>(), new SplitMix64(seed));
        while (drawn.Count < (most ?? int.MaxValue) && sampler.Draw() is { } candidate)
            drawn.Add(candidate);
        return drawn.TrueForAll(candidate => CostOf(candidate) == 0) ? [.. drawn]
            : [.. drawn.Select(candidate => (Candidate: candidate, Tie: random.Next()))
                .OrderBy(one => CostOf(one.Candidate)).ThenBy(one => one.Tie).Select(one => one.Candidate)];
    }

    private static long CostOf(Candidate candidate) => candidate.Cost.Macs > 0 ? candidate.Cost.Macs : candidate.Cost.Parameters;
}
