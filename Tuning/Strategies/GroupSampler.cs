using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Draws from each group of candidates (a network, or one in a part of the space) in turn, in an order drawn for each round: a network with
/// more hyperparameters is not tried more often.
/// </summary>
internal sealed class GroupSampler : ISampler
{
    private readonly SplitMix64 _random;
    private readonly List<IGroupDraw> _groups;
    private readonly Queue<IGroupDraw> _round = [];

    /// <param name="draw">Creates the draws of one group, which share the generator.</param>
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

    // With one group no order is drawn, so that a seed gives the same draws as before there could be several groups.
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
