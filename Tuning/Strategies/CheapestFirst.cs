namespace Paretune.Tuning.Strategies;

/// <summary>
/// Begins the cheapest configurations first: something of every size is at hand soonest. At the end the dearest of what is left goes first,
/// as soon as training it takes longer than the workers would need for all that is left together: so none of them has to wait long for the
/// last one to be done.
/// </summary>
internal sealed class CheapestFirst(FreshByCost fresh) : IOrder
{
    public long? Count { get; } = fresh.Count;

    public Drawn? Peek(int workers) => fresh.Dearest is { } dearest && fresh.Work < (double)dearest.Work * workers
        ? dearest : fresh.Cheapest;

    public void Take(int number) => fresh.Take(number);
}
