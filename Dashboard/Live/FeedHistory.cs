using System.Collections.Immutable;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Live;

/// <summary>
/// The <see cref="SearchHistory"/> of a search that pages of this process watch. Nothing is read until <see cref="Read"/> is called; after
/// that, the history follows the feed.
/// </summary>
internal sealed partial class FeedHistory(string id, SearchCalls calls, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _gone = new();
    private readonly SearchHistory _history = new(new(id));
    private long _wanted;
    private Task? _reading;

    /// <summary>
    /// Raised when more of the history has been read, until it is complete; later changes are announced by the feed's own event.
    /// </summary>
    public event Action? Grown;

    /// <summary>Whether the history includes everything that the feed has seen.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>How much of the ledger has been read, 0 to 1.</summary>
    public double Share
    {
        get
        {
            lock (_lock)
                return _wanted == 0 ? 0 : Math.Min(1, _history.Sequence / (double)_wanted);
        }
    }

    public ImmutableArray<AttemptSpan> Attempts
    {
        get
        {
            lock (_lock)
                return [.. _history.Attempts];
        }
    }

    public ImmutableArray<FrontMoment> Growth
    {
        get
        {
            lock (_lock)
                return [.. _history.Growth];
        }
    }

    /// <summary>Returns the curve of a trial; empty if it has not reported.</summary>
    public ImmutableArray<CurvePoint> Curve(int trial)
    {
        lock (_lock)
            return _history.Curve(trial);
    }

    /// <summary>Returns why a trial was started and what was decided about it; null if not known.</summary>
    public string? Explain(int trial)
    {
        lock (_lock)
            return _history.Explain(trial);
    }

    /// <inheritdoc cref="SearchHistory.Predictions"/>
    public ImmutableArray<RungPrediction> Predictions(int trial)
    {
        lock (_lock)
            return _history.Predictions(trial);
    }

    /// <summary>Starts to read the ledger from its start; does nothing if called again.</summary>
    /// <param name="until">The sequence of the newest entry at present.</param>
    public void Read(long until)
    {
        lock (_lock)
        {
            _wanted = Math.Max(_wanted, until);
            _reading ??= Task.Run(ReadAll);
        }
    }

    /// <summary>Applies entries that directly follow the known ones; others are read from the ledger later.</summary>
    public void Take(ImmutableArray<LedgerEntry> entries)
    {
        lock (_lock)
        {
            if (entries.IsEmpty)
                return;
            _wanted = Math.Max(_wanted, entries[^1].Sequence);
            if (!IsWhole)
                return;
            foreach (var entry in entries.Where(entry => entry.Sequence == _history.Sequence + 1))
                _history.Apply(entry);
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
                var batch = await calls.Ask(id, grain => grain.Events(_history.Sequence), _gone.Token);
                lock (_lock)
                {
                    foreach (var entry in batch.Entries)
                        _history.Apply(entry);
                    IsWhole = _history.Sequence >= _wanted;
                }
            }
            catch (Exception failure) when (!_gone.IsCancellationRequested)
            {
                LogNotRead(failure, id);
                await Task.Delay(RestAfterFailure, clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            Grown?.Invoke();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not read more of the history of search {Search}; retrying")]
    private partial void LogNotRead(Exception failure, string search);
}
