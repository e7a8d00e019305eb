using Microsoft.Extensions.Logging;
using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using Paretune.Tuning.Rates;

namespace Paretune.Training.Loop;

/// <summary>
/// Runs a learning-rate range test on one device: trains a network like a trial, but with a learning rate that rises from step to step.
/// Nothing is validated or stored.
/// </summary>
public sealed class RateSweep(IImageSource images, string name, TimeProvider time, ILogger logger)
{
    /// <summary>Returns one point per step as it is trained, until the range ends or the loss diverges.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled between two steps.</exception>
    public IEnumerable<RatePoint> Run(Job job, RateRange range, CancellationToken cancellation)
    {
        var own = TrainingDevice.Own(name);
        var lease = new Lease(
            new(new("find-rate"), 1), Attempt: 1, LeaseKind.Train, job, ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromMinutes(1),
            new("", name, ""));
        using var resident = new ResidentImages(images.Open(job.Dataset), own);
        using var attempt = new NetworkAttempt(lease, resident, own, new(new(), time, logger), logger);
        var course = new RateTest();
        for (var step = 0; step < range.Steps && !course.HasDiverged; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (epoch, at) = Math.DivRem(step, attempt.Steps);
            if (at == 0)
                attempt.Begin(epoch + 1);
            var point = new RatePoint(step + 1, range.At(step), attempt.StepAlone(at, range.At(step)));
            course.Add(point);
            yield return point;
        }
    }
}
