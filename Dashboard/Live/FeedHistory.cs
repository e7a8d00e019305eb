using System.Collections.Immutable;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Fronts;

namespace Paretune.Dashboard.Live;

/// <summary>
/// How a search came to where it is: curves, attempts and the growth of its front, folded from its ledger entries. Nothing is read until
/// <see cref="Read"/> is called once; after that it goes on with what the feed brings.
/// </summary>
internal sealed partial class SearchHistory(string id, SearchCalls calls, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan _restAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly List<TrialCurve> _curves = [];
    private readonly List<AttemptSpan> _attempts = [];
    private readonly List<FrontMoment> _front = [];
    private readonly Dictionary<int, int> _live = [];
    private readonly Dictionary<int, FrontPoint> _members = [];
    private readonly List<Cost> _costs = [];
    private readonly Dictionary<int, double?> _latencies = [];
    private Front<int>? _nondominated;
    private SearchSpec? _spec;
    private Cost _worst = new(0, 0, 0);
    private double _slowest;
    private long _sequence, _wanted;
    private int _epochs;
    private Task? _reading;

    /// <summary>Told when more of it is known, while it is read; afterwards the feed's own event says so.</summary>
    public event Action? Grown;

    /// <summary>Whether all that the feed has seen is in.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>How much of it has been read, 0 to 1.</summary>
    public double Share => _wanted == 0 ? 0 : Math.Min(1, _sequence / (double)_wanted);

    public ImmutableArray<AttemptSpan> Attempts
    {
        get
        {
            lock (_lock)
                return [.. _attempts];
        }
    }

    public ImmutableArray<FrontMoment> Front
    {
        get
        {
            lock (_lock)
                return [.. _front];
        }
    }

    /// <summary>The curve of a trial; empty where it has not reported.</summary>
    public TrialCurve Curve(int trial)
    {
        lock (_lock)
            return trial <= _curves.Count ? _curves[trial - 1].Copy() : new();
    }

    /// <summary>Reads the ledger from its start, once.</summary>
    /// <param name="until">Sequence of the newest entry there is now.</param>
    public void Read(long until)
    {
        lock (_lock)
        {
            _wanted = Math.Max(_wanted, until);
            _reading ??= Task.Run(ReadAll);
        }
    }

    /// <summary>Goes on with entries that follow what is known; others are read from the ledger in their time.</summary>
    public void Take(ImmutableArray<LedgerEntry> entries)
    {
        lock (_lock)
        {
            if (entries.IsEmpty)
                return;
            _wanted = Math.Max(_wanted, entries[^1].Sequence);
            if (!IsWhole)
                return;
            foreach (var entry in entries.Where(entry => entry.Sequence == _sequence + 1))
                Apply(entry);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        if (_reading is not null)
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _gone.Dispose();
    }

    private async Task ReadAll()
    {
        while (!IsWhole && !_gone.IsCancellationRequested)
        {
            try
            {
                var batch = await calls.Ask(id, grain => grain.Events(_sequence), _gone.Token);
                lock (_lock)
                {
                    foreach (var entry in batch.Entries)
                        Apply(entry);
                    IsWhole = _sequence >= _wanted;
                }
            }
            catch (Exception failure) when (!_gone.IsCancellationRequested)
            {
                LogNotRead(failure, id);
                await Task.Delay(_restAfterFailure, clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Grown?.Invoke();
        }
    }

    private void Apply(LedgerEntry entry)
    {
        _sequence = entry.Sequence;
        switch (entry)
        {
            case SearchStarted started: Start(started); break;
            case TrialAdded added: Add(added); break;
            case AttemptStarted started: Start(started); break;
            case EpochReported reported: Add(reported); break;
            case AttemptEnded ended: End(ended); break;
        }
    }

    private void Start(SearchStarted started)
    {
        _spec = started.Spec;
        _nondominated = new([.. _spec.Objectives.Select(objective => objective.Direction())]);
        _front.Add(new(started.At, 0, 0));
    }

    private void Add(TrialAdded added)
    {
        _curves.Add(new());
        _costs.Add(added.Cost);
        Include(added.Cost);
    }

    private void Include(Cost cost) =>
        _worst = new(Math.Max(_worst.Parameters, cost.Parameters), Math.Max(_worst.Macs, cost.Macs), Math.Max(_worst.Bytes, cost.Bytes));

    private void Start(AttemptStarted started)
    {
        _live[started.Trial] = _attempts.Count;
        _attempts.Add(new(started.Trial, new(started.Attempt, started.Kind, started.Worker, started.At, null, null, "")));
    }

    private void Add(EpochReported reported)
    {
        _curves[reported.Report.Trial.Number - 1].Add(reported.Report);
        _epochs++;
        if (reported.Report.Model is not { } model)
            return;
        _latencies[reported.Report.Trial.Number] = model.Latency?.Median;
        if (model.Cost is not { } cost)
            return;
        _costs[reported.Report.Trial.Number - 1] = cost;
        Include(cost);
    }

    private void End(AttemptEnded ended)
    {
        if (!_live.Remove(ended.Trial, out var index))
            return;
        var span = _attempts[index];
        _attempts[index] = span with { Attempt = span.Attempt with { EndedAt = ended.At, Outcome = ended.Outcome, Reason = ended.Reason } };
        if (ended.State == TrialState.Completed && span.Attempt.Kind == LeaseKind.Train)
            Complete(ended.Trial, ended.At);
    }

    private void Complete(int trial, DateTimeOffset at)
    {
        var point = new FrontPoint(trial, _curves[trial - 1].Kept?.Accuracy ?? double.NaN, _costs[trial - 1], _latencies.GetValueOrDefault(trial));
        _slowest = Math.Max(_slowest, point.Latency ?? 0);
        if (!_nondominated!.Add(trial, [.. _spec!.Objectives.Select(objective => objective.ValueOf(point.Accuracy, point.Cost, point.Latency))]))
            return;
        _members.Add(trial, point);
        foreach (var dominated in _members.Keys.Except(_nondominated.Members).ToList())
            _members.Remove(dominated);
        _front.Add(new(at, _epochs, Hypervolume.Of(_members.Values, _spec.Objectives, _worst, _slowest)));
    }

    [LoggerMessage(LogLevel.Warning, "The history of search {Search} could not be read on, it is tried again")]
    private partial void LogNotRead(Exception failure, string search);
}
