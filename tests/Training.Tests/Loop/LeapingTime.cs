namespace Paretune.Training.Tests.Loop;

/// <summary>A second goes by between any two looks at the clock, so that every step is told.</summary>
internal sealed class LeapingTime : TimeProvider
{
    private long _looks;

    public override long GetTimestamp() => _looks += TimestampFrequency;
}
