using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Paretune.Silo.Workers;

/// <summary>Measures this process's devices.</summary>
internal sealed class WorkerMeter
{
    // From a tenth of a second to a day.
    private static readonly InstrumentAdvice<double> Epochs =
        new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600, 14400, 86400] };

    private readonly ConcurrentQueue<Worker> _workers = [];
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _images;

    public WorkerMeter(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _duration = meter.CreateHistogram("paretune.epoch.duration", "s", "Training time of an epoch, without validation.", advice: Epochs);
        _images = meter.CreateCounter<long>("paretune.images", "{image}", "Images trained on, counted after each epoch.");
        meter.CreateObservableGauge(
            "paretune.device.busy", () => Each(worker => worker.IsBusy ? 1 : 0), null, "1 while the device has a lease, else 0.");
        meter.CreateObservableGauge(
            "paretune.device.silence", () => Each(worker => worker.StallDetector.Silence.TotalSeconds), "s",
            "Time since the last step of a busy device.");
        meter.CreateObservableGauge(
            "paretune.device.images_per_second", () => Each(worker => worker.ImagesPerSecond), null,
            "Training speed over the last half second.");
    }

    public void Follow(Worker worker) => _workers.Enqueue(worker);

    public void Add(string device, Report report)
    {
        var tag = Tag(device);
        _duration.Record(report.Seconds, tag);
        _images.Add((long)Math.Round(report.ImagesPerSecond * report.Seconds), tag);
    }

    private IEnumerable<Measurement<double>> Each(Func<Worker, double> figure) =>
        _workers.Select(worker => new Measurement<double>(figure(worker), Tag(worker.Id.Device)));

    private static KeyValuePair<string, object?> Tag(string device) => new("device", device);
}
