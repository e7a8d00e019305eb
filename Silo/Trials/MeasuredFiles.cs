using System.Diagnostics;
using System.Diagnostics.Metrics;
using Paretune.Storage.Files;
using Tags = Paretune.TelemetryNames.Tags;

namespace Paretune.Silo.Trials;

/// <summary>Measures the reads and writes of checkpoints in a store, each in its own span.</summary>
internal sealed class MeasuredFiles : IFileStore, IDisposable
{
    private const string OperationTag = "operation", WriteOperation = "write", ReadOperation = "read";
    private static readonly ActivitySource Source = new(TelemetryNames.Source);
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300] };

    // From a network of some thousand parameters to VGG-16 with its optimizer's moments.
    private static readonly InstrumentAdvice<long> Bytes = new()
    {
        HistogramBucketBoundaries = [
            100_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000, 300_000_000, 1_000_000_000, 3_000_000_000]
    };

    private readonly IFileStore _files;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _size;

    public MeasuredFiles(IFileStore files, IMeterFactory meters, TimeProvider clock)
    {
        (_files, _clock) = (files, clock);
        var meter = meters.Create(TelemetryNames.Source);
        _duration = meter.CreateHistogram("paretune.checkpoint.duration", "s", "Time to write or open a checkpoint.", advice: Seconds);
        _size = meter.CreateHistogram("paretune.checkpoint.size", "By", "Size of a checkpoint that was written or opened.", advice: Bytes);
    }

    public async Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        if (file.Epoch is null)
        {
            await _files.Write(file, content, cancellation);
            return;
        }

        await Measured(file, WriteOperation, async () =>
        {
            long size = 0;
            await _files.Write(file, Sized, cancellation);
            return size;

            void Sized(Stream stream)
            {
                content(stream);
                size = stream.Length;
            }
        });
    }

    public async Task<Stream?> Open(TrialFile file, CancellationToken cancellation)
    {
        if (file.Epoch is null)
            return await _files.Open(file, cancellation);
        Stream? opened = null;
        await Measured(file, ReadOperation, async () => (opened = await _files.Open(file, cancellation))?.Length ?? 0);
        return opened;
    }

    public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation) => _files.List(trial, cancellation);

    public Task Delete(TrialFile file, CancellationToken cancellation) => _files.Delete(file, cancellation);

    public Task DeleteFolders(SearchId search, CancellationToken cancellation) => _files.DeleteFolders(search, cancellation);

    public void Dispose() => (_files as IDisposable)?.Dispose();

    private async Task Measured(TrialFile file, string operation, Func<Task<long>> use)
    {
        using var span = Source.StartActivity(TelemetryNames.Checkpoint)?.SetTag(Tags.Operation, operation).SetTag(Tags.Epoch, file.Epoch);
        var began = _clock.GetTimestamp();
        try
        {
            var size = await use();
            span?.SetTag(Tags.Bytes, size);
            _duration.Record(_clock.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>(OperationTag, operation));
            _size.Record(size, new KeyValuePair<string, object?>(OperationTag, operation));
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }
}
