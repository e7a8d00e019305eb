using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Draws from each group of candidates (a network, or one in a part of the space) in turn, in an order drawn for each round: a network is
/// not tried the more often the more hyperparameters it has.
/// </summary>
internal sealed class GroupSampler : ISampler
{
    private readonly SplitMix64 _random;
    private readonly List<IGroupDraw> _groups;
    private readonly Queue<IGroupDraw> _round = [];

    /// <param name="draw">How one group is drawn from; it shares the generator.</param>
    public GroupSampler(CandidateSpace space, long seed, Func<CandidateGroup, SplitMix64, IGroupDraw> draw)
    {
        (_random, Count) = (new(seed), space.Size);
        _groups = [.. space.Groups.Select(group => draw(group, _random))];
    }

    public long? Count { get; }

    public Candidate? Draw()
    {
        while (_groups.Count > 0)
        {
            if (_round.Count == 0)
                Fill();
            var group = _round.Dequeue();
            if (group.Draw() is { } candidate)
                return candidate;
            _groups.Remove(group);
        }

        return null;
    }

    // One group is its own order, and draws nothing for it: a seed gives what it gave before there could be several.
    private void Fill()
    {
        var order = _groups.ToArray();
        for (var i = 0; i < order.Length - 1; i++)
        {
            var drawn = i + _random.Below(order.Length - i);
            (order[i], order[drawn]) = (order[drawn], order[i]);
        }

        foreach (var group in order)
            _round.Enqueue(group);
    }
}
