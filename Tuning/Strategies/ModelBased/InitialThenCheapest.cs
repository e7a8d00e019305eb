using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Starts the cheapest configuration, and every twelfth time (in small spaces sooner) the cheapest one in the next sixth of the costs, so
/// that rungs learn from every size before that size's turn comes. Starting with all six at once costs more than it gains: on 28 tasks of
/// LCBench 2.8 points were lost at 1 % of the compute instead of 1.5, and more at each later mark.
/// </summary>
/// <param name="most">The most trials, of all that could be tried; null for no limit.</param>
internal sealed class InitialThenCheapest(UntriedByCost fresh, int? most = null) : IOrder
{
    /// <summary>The number of first trials that are trained to the end, and of parts into which the costs are divided.</summary>
    public const int Opening = 6;

    /// <summary>With this many completed trials, they predict better what to start than an older search with other settings does.</summary>
    public const int Earlier = 4 * Opening;

    // Chosen on LCBench tasks that the benchmark does not use.
    private const int MostBetween = 12;

    // Parts of the draws, by cost, over which trials are spread if many start before anything is known.
    private const int Parts = 16;

    private readonly ImmutableArray<Drawn> _opening = [
        .. Enumerable.Range(0, Opening)
            .Select(sixth => (From: sixth * fresh.All.Count / Opening, To: (sixth + 1) * fresh.All.Count / Opening))
            .Where(part => part.From < part.To).Select(part => FirstOf(fresh, part.From, part.To))];

    private readonly int _count = Math.Min(fresh.Count, most ?? int.MaxValue);
    private readonly int _between = Math.Clamp(Math.Min(fresh.Count, most ?? int.MaxValue) / (4 * Opening), 1, MostBetween);

    public long? Count => _count;

    /// <summary>Which ones will be tried is not known if there are more than may be: then the mean represents them.</summary>
    public double Macs => _count < fresh.All.Count ? fresh.Macs / fresh.All.Count * _count : fresh.Macs;

    /// <summary>Whether another trial may start.</summary>
    public bool HasMore => Begun < _count;

    /// <summary>Whether the older search gives the order, until this one knows more; otherwise the cheapest starts first.</summary>
    public bool IsByEarlier { get; } = fresh.MostPromising is not null;

    /// <summary>What is left, from the cheapest to the most expensive.</summary>
    public IEnumerable<Drawn> Left => fresh.All.Where(one => fresh.Has(one.Number));

    /// <summary>The next of the trials that are spread over all costs, if it is its turn; otherwise null.</summary>
    public Drawn? NextInitial =>
        Begun % _between == 0 ? _opening.FirstOrDefault(one => fresh.Has(one.Number)) : null;

    /// <summary>
    /// The most promising if that is known; else the cheapest of the next part of the costs that has one left. The parts take turns.
    /// </summary>
    public Drawn? Spread => fresh.MostPromising
        ?? Enumerable.Range(Begun, Parts).Select(turn => CheapestOf(turn % Parts))
        .FirstOrDefault(one => one is not null);

    private int Begun => fresh.All.Count - fresh.Count;

    public Drawn? Peek(int workers) => NextInitial ?? fresh.MostPromising ?? fresh.Cheapest;

    public void Take(int number) => fresh.Take(number);

    /// <summary>The most promising in a range of places if that is known; else the cheapest.</summary>
    private static Drawn FirstOf(UntriedByCost fresh, int from, int to) => Enumerable.Range(from, to - from)
        .Select(place => fresh.All[place]).MinBy(one => fresh.RankOf(one.Number))!;

    private Drawn? CheapestOf(int part)
    {
        for (var place = part * fresh.All.Count / Parts; place < (part + 1) * fresh.All.Count / Parts; place++)
            if (fresh.Has(fresh.All[place].Number))
                return fresh.All[place];
        return null;
    }
}
