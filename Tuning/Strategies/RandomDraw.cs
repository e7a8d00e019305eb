using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Draws every candidate of a group with equal probability; ranges are uniform on their scale.</summary>
internal sealed class RandomDraw(CandidateGroup group, SplitMix64 random) : IGroupDraw
{
    // For a group with almost nothing within the limits, or almost nothing left.
    private const int MostMisses = 10_000;

    // Fisher and Yates' shuffle of 0 to Count - 1, of which only moved entries are stored, so that the group may have any size.
    private readonly Dictionary<int, int> _moved = [];
    private readonly HashSet<Candidate> _drawn = [];
    private int _taken;

    public Candidate? Draw() => group.Count is { } count and <= int.MaxValue ? Shuffled((int)count) : Sampled();

    private Candidate? Shuffled(int count)
    {
        if (_taken == count)
            return null;
        var drawn = _taken + random.Below(count - _taken);
        var index = _moved.GetValueOrDefault(drawn, drawn);
        _moved[drawn] = _moved.GetValueOrDefault(_taken, _taken);
        _taken++;
        return group.At(index);
    }

    private Candidate? Sampled()
    {
        Span<double> point = stackalloc double[group.Dimensions];
        for (var misses = 0; misses < MostMisses; misses++)
        {
            foreach (ref var place in point)
                place = random.Unit();
            if (group.At(point) is { } candidate && _drawn.Add(candidate))
                return candidate;
        }

        return null;
    }
}
