using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Begins the cheapest configurations first, by MACs, else by parameters: something of every size is at hand soonest. Equally cheap ones
/// are begun in a seeded order. Where no more are left than workers could share, the dearest goes first, so that none of them idles while
/// it is trained. Costs that nobody knows leave the sampler's order as it is.
/// </summary>
internal sealed class CheapestFirst(ISampler sampler, int? most, long seed) : IOrder
{
    private Candidate[]? _sorted;
    private int _from, _to;
    private bool _isListed;

    public long? Count => sampler.Count is { } count ? Math.Min(count, most ?? long.MaxValue) : most;

    public Candidate? Peek(int sharing)
    {
        Sort();
        return _from == _to ? null : _sorted![IsLast(sharing) ? _to - 1 : _from];
    }

    public void Take(int sharing)
    {
        Sort();
        if (IsLast(sharing))
            _to--;
        else
            _from++;
    }

    // Up to a second for the largest spaces.
    private void Sort()
    {
        if (_sorted is not null)
            return;
        var drawn = new List<Candidate>();
        while (drawn.Count < (most ?? int.MaxValue) && sampler.Draw() is { } candidate)
            drawn.Add(candidate);
        _sorted = Sorted(drawn);
        _to = _sorted.Length;
    }

    private Candidate[] Sorted(List<Candidate> drawn)
    {
        _isListed = drawn.TrueForAll(candidate => CostOf(candidate) == 0);
        if (_isListed)
            return [.. drawn];
        var random = new SplitMix64(seed);
        return [.. drawn.Select(candidate => (Candidate: candidate, Tie: random.Next()))
            .OrderBy(one => CostOf(one.Candidate)).ThenBy(one => one.Tie).Select(one => one.Candidate)];
    }

    private static long CostOf(Candidate candidate) => candidate.Cost.Macs > 0 ? candidate.Cost.Macs : candidate.Cost.Parameters;

    private bool IsLast(int sharing) => !_isListed && _to - _from <= sharing;
}
