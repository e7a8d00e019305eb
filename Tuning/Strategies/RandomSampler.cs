using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// A seeded draw without repetition. Where there are several groups of candidates (networks, or parts of a space) they take turns, in an order drawn for
/// each round: a network is not tried the more often the more hyperparameters it has. Within a group every candidate is equally likely, and of ranges every
/// part of their scale.
/// </summary>
internal sealed class RandomSampler : ISampler
{
    private readonly SplitMix64 _random;
    private readonly List<GroupDraw> _groups;
    private readonly Queue<GroupDraw> _round = [];

    public RandomSampler(CandidateSpace space, long seed)
    {
        (_random, Count) = (new(seed), space.Size);
        _groups = [.. space.Groups.Select(group => new GroupDraw(group, _random))];
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
