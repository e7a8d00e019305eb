namespace Paretune.Silo.Start;

/// <summary>
/// The system's clock, but never set back: when the system clock is, this one continues with the elapsed time. Orleans activates no grains
/// while the clock is behind an earlier time, and times in a ledger must ascend. Steps forward are followed.
/// </summary>
internal sealed class MonotonicClock(TimeProvider system) : TimeProvider
{
    private long _lead = Offset(system);

    /// <summary>How far the system's clock is behind this one.</summary>
    public TimeSpan Behind => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _lead) - Offset(system)));

    public override long TimestampFrequency => system.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => system.LocalTimeZone;

    public override DateTimeOffset GetUtcNow()
    {
        var offset = Offset(system);
        var lead = Volatile.Read(ref _lead);
        while (offset > lead && Interlocked.CompareExchange(ref _lead, offset, lead) is var other && other != lead)
            lead = other;
        return new(Math.Max(lead, offset) + Elapsed(system), TimeSpan.Zero);
    }

    public override long GetTimestamp() => system.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        system.CreateTimer(callback, state, dueTime, period);

    /// <summary>Returns the ticks from the origin of elapsed time to the time of day.</summary>
    private static long Offset(TimeProvider system) => system.GetUtcNow().UtcTicks - Elapsed(system);

    private static long Elapsed(TimeProvider system) => system.GetElapsedTime(0).Ticks;
}
