namespace Paretune.Training.Tests.Loop;

/// <summary>A clock that advances by a second with each reading, so that every step is reported.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _looks;

    public override long GetTimestamp() => _looks += TimestampFrequency;
}
