namespace Paretune.Tuning.Strategies;

/// <summary>
/// Begins the cheapest configurations first: something of every size is at hand soonest. Where an older search says what to expect, it
/// begins what promises most. At the end the dearest of what is left goes first,
/// as soon as training it takes longer than the workers would need for all that is left together: so none of them has to wait long for the
/// last one to be done.
/// </summary>
internal sealed class CheapestFirst(FreshByCost fresh) : IOrder
{
    private readonly bool _knowsCosts = fresh.Work > 0;

    public long? Count { get; } = fresh.Count;

    public Drawn? Peek(int workers) => fresh.Dearest is { } dearest && fresh.Work < (double)dearest.Work * workers
        ? dearest : fresh.MostPromising ?? fresh.Cheapest;

    public double Macs => fresh.Macs;

    public string Why(int number) => fresh.RankOf(number) is > 0 and var rank
        ? $"the {Ordinal(rank)} of {fresh.All.Count} by what the older search lets expect, which is the order they are begun in"
            + (_knowsCosts ? ", but for the dearest of what is left towards the end" : "")
        : _knowsCosts
        ? $"the {Ordinal(fresh.PlaceOf(number))} cheapest of {fresh.All.Count}: the cheapest are begun first, and towards the end the "
            + "dearest "
            + "of what is left"
        : "begun as it was drawn, since no cost is known before training";

    public void Take(int number) => fresh.Take(number);

    private static string Ordinal(int number) => $"{number}{(number % 100 is 11 or 12 or 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    })}";
}
