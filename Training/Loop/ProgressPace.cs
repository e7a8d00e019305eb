namespace Paretune.Training.Loop;

/// <summary>Paces the signals about steps to about two per second. Each renews the lease, and its answer may be a cancel.</summary>
internal sealed class ProgressPace(Lease lease, TimeProvider time)
{
    // A little under half a second, because a step is reported at its end.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    private long _last = time.GetTimestamp();
    private long _examples;

    /// <summary>Returns the signal after a step; null if it is not time yet.</summary>
    /// <param name="examples">The examples that the step trained on or tested.</param>
    public StepProgress? After(long examples, int epoch, int step, int steps)
    {
        _examples += examples;
        var elapsed = time.GetElapsedTime(_last);
        if (elapsed < Interval)
            return null;
        var speed = _examples / elapsed.TotalSeconds;
        (_examples, _last) = (0, time.GetTimestamp());
        return At(lease, epoch, step, steps, speed);
    }

    /// <summary>Returns the signal while nothing is trained.</summary>
    public static StepProgress Waiting(Lease lease, int epoch, int steps) => At(lease, epoch, steps, steps, speed: 0);

    private static StepProgress At(Lease lease, int epoch, int step, int steps, double speed) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        Step = step,
        Steps = steps,
        ImagesPerSecond = speed,
    };
}
