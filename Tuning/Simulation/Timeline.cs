namespace Paretune.Tuning.Simulation;

/// <summary>
/// Virtual time: what is due happens in order, and nothing waits. Of two things due together the one arranged first comes first.
/// </summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _due = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="seconds">Infinite for never.</param>
    public void After(double seconds, Action happens)
    {
        if (double.IsFinite(seconds))
            _due.Enqueue(happens, ((Now + TimeSpan.FromSeconds(seconds)).UtcTicks, _order++));
    }

    /// <summary>When the next thing is due; null where nothing is.</summary>
    public DateTimeOffset? Next => _due.TryPeek(out _, out var at) ? new(at.Ticks, TimeSpan.Zero) : null;

    public void Step()
    {
        _due.TryDequeue(out var happens, out var at);
        Now = new(at.Ticks, TimeSpan.Zero);
        happens!();
    }
}
