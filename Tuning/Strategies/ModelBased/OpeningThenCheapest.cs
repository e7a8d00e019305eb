using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// Begins the quickest configuration in each sixth of the costs, so that rungs soon have something to be learnt from and something of every
/// size is at hand; then the cheapest.
/// </summary>
internal sealed class OpeningThenCheapest(FreshByCost fresh) : IOrder
{
    /// <summary>How many are begun first.</summary>
    public const int Opening = 6;

    private readonly ImmutableArray<Drawn> _opening = [
        .. Enumerable.Range(0, Opening).Select(sixth => sixth * fresh.All.Count / Opening).Distinct()
            .Where(place => place < fresh.All.Count).Select(place => fresh.All[place])];

    public long? Count { get; } = fresh.Count;

    public double Macs => fresh.Macs;

    public Drawn? Peek(int workers) => _opening.FirstOrDefault(one => fresh.Has(one.Number)) ?? fresh.Cheapest;

    public void Take(int number) => fresh.Take(number);
}
