using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Telemetry;

/// <summary>
/// Metrics of the searches on this process, and of the queue if this process hosts it. Grains update plain numbers, which metric readers
/// read, so neither a report nor a scrape loops over all trials or searches.
/// </summary>
internal sealed class GrainMeter
{
    // From a second, when a device is free, to hours behind a long search.
    private static readonly InstrumentAdvice<double> Waits =
        new() { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400, 86400] };

    private readonly Histogram<double> _wait;
    private readonly Gauge<double> _score;
    private readonly ConcurrentDictionary<(string Dataset, string Network), long> _leases = [];
    private readonly CountBy<AttemptOutcome> _attempts = new("outcome");
    private readonly CountBy<TrialState> _saved = new("state", state => state is TrialState.Stopped or TrialState.Diverged);
    private long _queue, _lost, _refused, _epochs;

    public GrainMeter(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _wait = meter.CreateHistogram("paretune.queue.wait", "s", "Time that attempts waited for a device.", advice: Waits);
        _score = meter.CreateGauge<double>(
            "paretune.score.ratio", null, "The front's best accuracy within a size limit, averaged over all limits.");
        meter.CreateObservableUpDownCounter(
            "paretune.queue.length", () => Read(ref _queue), "{attempt}", "Attempts of running searches that wait for a device.");
        meter.CreateObservableUpDownCounter("paretune.leases", Leases, "{lease}", "Running attempts.");
        meter.CreateObservableCounter(
            "paretune.leases.lost", () => Read(ref _lost), "{lease}", "Leases lost because the worker died or stopped sending signals.");
        meter.CreateObservableCounter("paretune.attempts.ended", () => _attempts.Read(), "{attempt}", "Attempts that ended.");
        meter.CreateObservableCounter(
            "paretune.signals.refused", () => Read(ref _refused), "{signal}", "Signals refused because their attempt had lost its lease.");
        meter.CreateObservableUpDownCounter("paretune.searches", () => Searches.Read(), "{search}", "Searches that have not ended.");
        meter.CreateObservableUpDownCounter("paretune.trials", () => Trials.Read(), "{trial}", "Trials of searches that have not ended.");
        meter.CreateObservableCounter("paretune.trials.ended", () => Ended.Read(), "{trial}", "Trials that ended.");
        meter.CreateObservableCounter("paretune.epochs", () => Read(ref _epochs), "{epoch}", "Epochs in the ledger.");
        meter.CreateObservableCounter(
            "paretune.epochs.saved", () => _saved.Read(), "{epoch}", "Epochs not run because their trial was stopped or diverged.");
        meter.CreateObservableUpDownCounter("paretune.workers", Known, "{device}", "Devices known to the queue.");
    }

    public CountBy<SearchState> Searches { get; } = new("state", state => !state.IsTerminal);
    public CountBy<TrialState> Trials { get; } = new("state");
    public CountBy<TrialState> Ended { get; } = new("state", state => state.IsTerminal);

    /// <summary>The number of devices that the queue knows; null if another process hosts the queue.</summary>
    public int? Workers { get; set; }

    public void Queue(long more) => Interlocked.Add(ref _queue, more);

    public void Lease(string dataset, string network, long more) =>
        _leases.AddOrUpdate((dataset, network), more, (_, leases) => leases + more);

    public void Score(string dataset, string network, double share) =>
        _score.Record(share, new("dataset", dataset), new KeyValuePair<string, object?>("network", network));

    public void Refused() => Interlocked.Increment(ref _refused);

    /// <summary>Counts a ledger entry.</summary>
    public void Count(LedgerEntry entry, SearchFigures search)
    {
        switch (entry)
        {
            case AttemptStarted started:
                _wait.Record(
                    search.Waited(started.Trial).TotalSeconds,
                    new KeyValuePair<string, object?>("kind", TelemetryNames.Word(started.Kind)));
                break;
            case EpochReported: Interlocked.Increment(ref _epochs); break;
            case AttemptEnded ended: Count(ended, search); break;
            case ParkedDropped dropped: _saved.Add(TrialState.Stopped, search.EpochsLeft(dropped.Trial)); break;
            case ParkedStopped parked: _saved.Add(TrialState.Stopped, parked.EpochsLeft); break;
        }
    }

    private void Count(AttemptEnded ended, SearchFigures search)
    {
        _attempts.Add(ended.Outcome);
        if (ended.Outcome == AttemptOutcome.NodeLost)
            Interlocked.Increment(ref _lost);
        if (ended.State is TrialState.Stopped or TrialState.Diverged)
            _saved.Add(ended.State, search.EpochsLeft(ended.Trial));
    }

    private IEnumerable<Measurement<long>> Leases() =>
        _leases.Select(pair => new Measurement<long>(pair.Value, new("dataset", pair.Key.Dataset), new("network", pair.Key.Network)));

    private IEnumerable<Measurement<int>> Known() => Workers is { } workers ? [new(workers)] : [];

    private static long Read(ref long number) => Interlocked.Read(ref number);
}
