namespace Paretune.Tuning.Strategies;

/// <summary>
/// The configurations of a sampler that no trial has yet, from the cheapest to the most expensive. Equally cheap ones are in a seeded
/// order; if no cost is known before training, all are in the order of the draws.
/// </summary>
internal sealed class UntriedByCost
{
    // A ring over the places of the sorted configurations; its first place is before the cheapest and after the most expensive.
    private Drawn[] _sorted;
    private readonly int[] _before, _after, _places;
    private readonly HashSet<int> _taken = [];

    // All configurations, the most promising first, if an older search ranks them.
    private Drawn[] _promising;
    private readonly int[] _ranks;
    private int _begun;

    /// <param name="most">The most configurations to draw; null for all that the sampler has.</param>
    /// <param name="kept">How many of them to keep: the most promising if that is known, else the cheapest. Null for all.</param>
    /// <param name="ranking">Ranks them by the results of an older search; null if there is none.</param>
    // Up to a second for the largest spaces.
    public UntriedByCost(ISampler sampler, int? most, long seed, int? kept = null, EarlierRanking? ranking = null)
    {
        _sorted = Sorted(sampler, most ?? int.MaxValue, new(seed));
        _promising = ranking?.Sorted(_sorted) ?? [];
        if (kept < _sorted.Length)
            Keep(kept.Value);
        var ring = _sorted.Length + 1;
        (_before, _after, _places) = (new int[ring], new int[ring], new int[_sorted.Select(one => one.Number).DefaultIfEmpty().Max() + 1]);
        for (var place = 0; place < ring; place++)
            (_before[place], _after[place]) = ((place + ring - 1) % ring, (place + 1) % ring);
        for (var place = 1; place < ring; place++)
            _places[_sorted[place - 1].Number] = place;
        _ranks = new int[_places.Length];
        for (var at = 0; at < _promising.Length; at++)
            _ranks[_promising[at].Number] = at + 1;
        (Count, Work) = (_sorted.Length, _sorted.Sum(drawn => (double)drawn.Work));
    }

    /// <summary>All drawn configurations, with or without a trial, from the cheapest to the most expensive.</summary>
    public IReadOnlyList<Drawn> All => _sorted;

    public int Count { get; private set; }

    /// <summary>The total cost of what is left; 0 if no cost is known.</summary>
    public double Work { get; private set; }

    /// <summary>The cheapest that is left; null if none is.</summary>
    public Drawn? Cheapest => At(_after[0]);

    public Drawn? MostExpensive => At(_before[0]);

    /// <summary>The most promising by the older search; null if none is left or there is no older search.</summary>
    public Drawn? MostPromising
    {
        get
        {
            while (_begun < _promising.Length && _taken.Contains(_promising[_begun].Number))
                _begun++;
            return _begun < _promising.Length ? _promising[_begun] : null;
        }
    }

    /// <summary>Its rank from the most promising on, from 1; 0 if no older search ranks it.</summary>
    public int RankOf(int number) => number < _ranks.Length ? _ranks[number] : 0;

    public bool Has(int number) => PlaceOf(number) > 0 && !_taken.Contains(number);

    /// <summary>The total MACs of all draws; 0 if they are not known.</summary>
    public double Macs => _sorted.Sum(drawn => (double)drawn.Candidate.Cost.Macs);

    /// <summary>Its rank from the cheapest on, from 1; 0 if it is not one of these.</summary>
    public int PlaceOf(int number) => number < _places.Length ? _places[number] : 0;

    /// <summary>Marks it as having a trial. Idempotent.</summary>
    public void Take(int number)
    {
        if (!Has(number))
            return;
        var place = _places[number];
        (_after[_before[place]], _before[_after[place]]) = (_after[place], _before[place]);
        _taken.Add(number);
        Count--;
        Work -= _sorted[place - 1].Work;
    }

    private void Keep(int most)
    {
        if (_promising.Length == 0)
        {
            Array.Resize(ref _sorted, most);
            return;
        }

        Array.Resize(ref _promising, most);
        _sorted = [.. _sorted.Intersect(_promising)];
    }

    private Drawn? At(int place) => place == 0 ? null : _sorted[place - 1];

    private static Drawn[] Sorted(ISampler sampler, int most, SplitMix64 random)
    {
        var drawn = new List<Drawn>();
        while (drawn.Count < most && sampler.Draw() is { } candidate)
            drawn.Add(new(drawn.Count + 1, candidate));
        return drawn.TrueForAll(one => one.Work == 0) ? [.. drawn]
            : [.. drawn.Select(one => (Drawn: one, Tie: random.Next())).OrderBy(one => one.Drawn.Work).ThenBy(one => one.Tie)
                .Select(one => one.Drawn)];
    }
}
