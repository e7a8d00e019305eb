namespace Paretune.Training.Loop;

/// <summary>Says when the next step is worth telling: about twice a second, so that a cancel is learned in time.</summary>
internal sealed class Pace(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);
    private long last = time.GetTimestamp();
    private long images;

    /// <summary>Counts the images of a step; the speed since the last time it was due, or null.</summary>
    public double? Count(long stepImages)
    {
        images += stepImages;
        var elapsed = time.GetElapsedTime(last);
        if (elapsed < Interval)
            return null;
        var speed = images / elapsed.TotalSeconds;
        (images, last) = (0, time.GetTimestamp());
        return speed;
    }
}
