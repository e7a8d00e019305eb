using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Begins the cheapest, and every twelfth time (of small spaces sooner) the quickest configuration in the next sixth of the costs, so that
/// rungs learn from every size before it is that size's turn. To begin with all six at once costs more than it teaches: on 28 tasks of
/// LCBench 2.8 points were lost at 1 % of the compute in place of 1.5, and more at each later mark.
/// </summary>
internal sealed class OpeningThenCheapest(FreshByCost fresh) : IOrder
{
    /// <summary>How many of the first go to the end, and into how many parts the costs are divided.</summary>
    public const int Opening = 6;

    // Chosen on LCBench tasks that the benchmark does not use. So too below.
    private const int MostBetween = 12;

    // Of what was drawn, by cost, where many are begun before anything is known.
    private const int Parts = 16;

    private readonly ImmutableArray<Drawn> _opening = [
        .. Enumerable.Range(0, Opening).Select(sixth => sixth * fresh.All.Count / Opening).Distinct()
            .Where(place => place < fresh.All.Count).Select(place => fresh.All[place])];

    private readonly int _between = Math.Clamp(fresh.All.Count / (4 * Opening), 1, MostBetween);

    public long? Count { get; } = fresh.Count;

    public double Macs => fresh.Macs;

    /// <summary>What is left, from the cheapest to the dearest.</summary>
    public IEnumerable<Drawn> Left => fresh.All.Where(one => fresh.Has(one.Number));

    /// <summary>The next of those that are spread over all costs, where it is its turn; null otherwise.</summary>
    public Drawn? Opener =>
        (fresh.All.Count - fresh.Count) % _between == 0 ? _opening.FirstOrDefault(one => fresh.Has(one.Number)) : null;

    /// <summary>The cheapest of the next part of the costs that has one: each part has its turn.</summary>
    public Drawn? Spread => Enumerable.Range(fresh.All.Count - fresh.Count, Parts).Select(turn => CheapestOf(turn % Parts))
        .FirstOrDefault(one => one is not null);

    public Drawn? Peek(int workers) => Opener ?? fresh.Cheapest;

    public void Take(int number) => fresh.Take(number);

    private Drawn? CheapestOf(int part)
    {
        for (var place = part * fresh.All.Count / Parts; place < (part + 1) * fresh.All.Count / Parts; place++)
            if (fresh.Has(fresh.All[place].Number))
                return fresh.All[place];
        return null;
    }
}
