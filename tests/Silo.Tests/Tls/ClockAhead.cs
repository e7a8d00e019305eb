namespace Paretune.Silo.Tests.Tls;

/// <summary>The machine's time plus an offset that tests set.</summary>
internal sealed class ClockAhead : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(_ahead.TotalSeconds * TimestampFrequency);

    public void Advance(TimeSpan by) => _ahead += by;
}
