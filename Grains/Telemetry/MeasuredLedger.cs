using System.Diagnostics.Metrics;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Telemetry;

/// <summary>Measures the writes of a ledger.</summary>
internal sealed class MeasuredLedger : ILedger, IAsyncDisposable
{
    // From one flush of an SSD to a database that hangs.
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30] };
    private static readonly InstrumentAdvice<long> Sizes =
        new() { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 1000, 10000] };

    private readonly ILedger _ledger;
    private readonly TimeProvider _clock;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _entries;
    private long _fenced, _failures;

    public MeasuredLedger(ILedger ledger, IMeterFactory meters, TimeProvider clock)
    {
        (_ledger, _clock) = (ledger, clock);
        var meter = meters.Create(TelemetryNames.Source);
        _duration = meter.CreateHistogram(
            "paretune.ledger.write.duration", "s", "Time of a write, from the call until it is durable.", advice: Seconds);
        _entries = meter.CreateHistogram("paretune.ledger.write.entries", "{entry}", "Entries in a write.", advice: Sizes);
        meter.CreateObservableCounter(
            "paretune.ledger.fenced", () => Interlocked.Read(ref _fenced), "{write}",
            "Writes refused because another activation owns the search.");
        meter.CreateObservableCounter(
            "paretune.ledger.failures", () => Interlocked.Read(ref _failures), "{write}", "Writes that failed for other reasons.");
    }

    public ISearchRows Rows => _ledger.Rows;

    public INotifications Notifications => _ledger.Notifications;

    public IResults Results => _ledger.Results;

    public async Task Append(
        SearchId search, long generation, IReadOnlyList<LedgerEntry> entries, SearchView? row, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        try
        {
            await _ledger.Append(search, generation, entries, row, cancellation);
        }
        catch (LedgerFencedException)
        {
            Interlocked.Increment(ref _fenced);
            throw;
        }
        catch
        {
            Interlocked.Increment(ref _failures);
            throw;
        }

        _duration.Record(_clock.GetElapsedTime(began).TotalSeconds);
        _entries.Record(entries.Count);
    }

    public async Task<long> Claim(SearchId search, CancellationToken cancellation)
    {
        try
        {
            return await _ledger.Claim(search, cancellation);
        }
        catch
        {
            Interlocked.Increment(ref _failures);
            throw;
        }
    }

    public Task<IReadOnlyList<LedgerEntry>> Read(SearchId search, long after, int most, CancellationToken cancellation) =>
        _ledger.Read(search, after, most, cancellation);

    public IAsyncEnumerable<LedgerEntry> Load(SearchId search, CancellationToken cancellation) => _ledger.Load(search, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadTrial(TrialId trial, CancellationToken cancellation) =>
        _ledger.ReadTrial(trial, cancellation);

    public Task<IReadOnlyList<LedgerEntry>> ReadAttempts(SearchId search, CancellationToken cancellation) =>
        _ledger.ReadAttempts(search, cancellation);

    public Task<IReadOnlyList<LedgerSearch>> Searches(CancellationToken cancellation) => _ledger.Searches(cancellation);

    public ValueTask DisposeAsync() => _ledger is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;
}
