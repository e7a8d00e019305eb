namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Parked trials, sorted by the upper limit of their gain per second. Callers look at the first few, so only those are sorted until more
/// are requested: sorting ten thousand takes milliseconds.
/// </summary>
internal sealed class ParkedByGain
{
    private const int First = 64;

    private static readonly Comparer<GainBound> ByRate = Comparer<GainBound>.Create((one, other) =>
        one.Rate != other.Rate ? other.Rate.CompareTo(one.Rate) : one.Place.Trial.Number - other.Place.Trial.Number);

    private readonly List<GainBound> _all = [];
    private int _ordered;

    public void Clear()
    {
        _all.Clear();
        _ordered = 0;
    }

    public void Add(GainBound bound)
    {
        _all.Add(bound);
        _ordered = 0;
    }

    public void Remove(FrontTrial trial)
    {
        var place = _all.FindIndex(bound => bound.Place.Trial == trial);
        if (place < 0)
            return;
        _all.RemoveAt(place);
        if (place < _ordered)
            _ordered--;
    }

    /// <summary>Unsorted.</summary>
    public IReadOnlyList<GainBound> All => _all;

    /// <summary>The one with the highest rate first; of several the lowest number.</summary>
    public IEnumerable<GainBound> InOrder()
    {
        for (var place = 0; place < _all.Count; place++)
        {
            if (place == _ordered)
                Order();
            yield return _all[place];
        }
    }

    /// <summary>Sorts more of them.</summary>
    private void Order()
    {
        var count = _ordered == 0 && _all.Count > 2 * First ? BringForward() : _all.Count - _ordered;
        _all.Sort(_ordered, count, ByRate);
        _ordered += count;
    }

    /// <summary>Moves the first few before all others.</summary>
    private int BringForward()
    {
        var last = new PriorityQueue<GainBound, GainBound>(
            First + 1, Comparer<GainBound>.Create((one, other) => ByRate.Compare(other, one)));
        foreach (var one in _all)
            if (last.Count < First)
                last.Enqueue(one, one);
            else if (ByRate.Compare(one, last.Peek()) < 0)
                last.EnqueueDequeue(one, one);
        var (bound, to) = (last.Peek(), 0);
        for (var place = 0; to < First; place++)
            if (ByRate.Compare(_all[place], bound) <= 0)
                (_all[to], _all[place], to) = (_all[place], _all[to], to + 1);
        return First;
    }
}

/// <param name="Rate">The upper limit of its gain per remaining second.</param>
internal readonly record struct GainBound(ParkedPlace Place, double Rate);
