namespace Paretune.Tuning.Simulation;

/// <summary>
/// A queue of events in virtual time. Events run in order of their time; at the same time, the one scheduled first runs first.
/// </summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _due = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Schedules an event.</summary>
    /// <param name="seconds">From now; infinite for never.</param>
    public void After(double seconds, Action happens)
    {
        if (double.IsFinite(seconds))
            _due.Enqueue(happens, ((Now + TimeSpan.FromSeconds(seconds)).UtcTicks, _order++));
    }

    /// <summary>The time of the next event; null if there is none.</summary>
    public DateTimeOffset? Next => _due.TryPeek(out _, out var at) ? new(at.Ticks, TimeSpan.Zero) : null;

    public void Step()
    {
        _due.TryDequeue(out var happens, out var at);
        Now = new(at.Ticks, TimeSpan.Zero);
        happens!();
    }
}
