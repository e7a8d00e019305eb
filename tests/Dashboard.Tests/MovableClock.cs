namespace Paretune.Dashboard.Tests;

/// <summary>The real time plus an offset that tests set; timers use real time.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow() + TimeSpan.FromSeconds((double)Interlocked.Read(ref _ahead) / TimestampFrequency);

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));
}
