namespace Paretune.Tuning.Strategies;

/// <summary>Starts configurations in the order in which the sampler draws them.</summary>
/// <param name="most">The most configurations; null for all that the sampler has.</param>
internal sealed class AsDrawn(ISampler sampler, int? most) : IOrder
{
    private int _taken, _drawn;
    private Drawn? _next;

    public long? Count => sampler.Count is { } count ? Math.Min(count, most ?? long.MaxValue) : most;

    public Drawn? Peek(int workers)
    {
        if (_taken >= (most ?? int.MaxValue))
            return null;
        for (; _drawn <= _taken; _drawn++)
            _next = sampler.Draw() is { } candidate ? new(_drawn + 1, candidate) : null;
        return _next;
    }

    public void Take(int number) => _taken = Math.Max(_taken, number);
}
