namespace Paretune.Tuning.Strategies;

/// <summary>
/// Starts the cheapest configurations first, so that results of every size come early; if there is an older search, it starts the most
/// promising ones first. Near the end, the most expensive of the rest starts first as soon as training it takes longer than all workers
/// together need for the rest, so that no worker waits long for the last trial.
/// </summary>
internal sealed class CheapestFirst(UntriedByCost fresh) : IOrder
{
    private readonly bool _knowsCosts = fresh.Work > 0;

    public long? Count { get; } = fresh.Count;

    public Drawn? Peek(int workers) => fresh.MostExpensive is { } mostExpensive && fresh.Work < (double)mostExpensive.Work * workers
        ? mostExpensive : fresh.MostPromising ?? fresh.Cheapest;

    public double Macs => fresh.Macs;

    public string Why(int number) => fresh.RankOf(number) is > 0 and var rank
        ? $"ranked {Ordinal(rank)} of {fresh.All.Count} by the older search, which sets the order"
            + (_knowsCosts ? ", except that near the end the most expensive of the rest start first" : "")
        : _knowsCosts
        ? $"the {Ordinal(fresh.PlaceOf(number))} cheapest of {fresh.All.Count}: the cheapest start first, but near the end the most "
            + "expensive of the rest, so that workers finish together"
        : "started in the order drawn, because no cost is known before training";

    public void Take(int number) => fresh.Take(number);

    private static string Ordinal(int number) => $"{number}{(number % 100 is 11 or 12 or 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    })}";
}
