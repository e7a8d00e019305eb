using System.Collections.Immutable;
using Paretune.Client.Output;
using Paretune.Tuning.Searches;

namespace Paretune.Client.Watching;

/// <summary>A search that is built from its events: the ledger's entries are applied to the same aggregate that wrote them.</summary>
internal sealed class WatchedSearch(SearchId id, TimeProvider clock)
{
    private readonly Search _search = new(id);
    private readonly Dictionary<int, StepProgress> _steps = [];
    private DateTimeOffset? _started;
    private DateTimeOffset _newest;
    private long _newestSeen;
    private int _testImages;

    public SearchView? View { get; private set; }
    public ImmutableArray<TrialView> Trials { get; private set; } = [];
    public ImmutableArray<TrialView> Front => _search.Front()?.Trials ?? [];

    /// <summary>The images that the accuracies were measured on.</summary>
    public MeasuredImages Measured => new(View?.ValidationImages ?? 0, _testImages);

    public string Notice { get; set; } = "";

    public void Apply(LedgerEntry entry)
    {
        _search.Apply(entry);
        (_newest, _newestSeen) = (entry.At, clock.GetTimestamp());
        Notice = "";
        if (entry is SearchStarted begun)
            _testImages = begun.Dataset.TestImages;
        if (entry is AttemptStarted)
            _started ??= entry.At;
        if (entry is AttemptEnded ended)
            _steps.Remove(ended.Trial);
        if (entry is EpochReported reported)
            _steps.Remove(reported.Report.Trial.Number);
    }

    public void Apply(StepProgress step)
    {
        _steps[step.Trial.Number] = step;
        Notice = "";
    }

    /// <summary>Updates <see cref="View"/> and <see cref="Trials"/>. This visits all trials, so it is not done for every entry.</summary>
    public void Refresh()
    {
        View = _search.Show();
        Trials = _search.Trials() ?? [];
    }

    /// <summary>Returns the current step of a running trial; null if not known.</summary>
    public StepProgress? StepOf(int trial) => _steps.GetValueOrDefault(trial);

    /// <summary>Images per second, over all devices.</summary>
    public double ImagesPerSecond =>
        Trials.Where(trial => trial.State == TrialState.Running).Sum(trial => StepOf(trial.Number)?.ImagesPerSecond ?? 0);

    /// <summary>The share of the search's work that is done, 0 to 1.</summary>
    public double Done => View is { } view ? Progress.DoneShare(view, Trials, StepOf) : 0;

    /// <summary>The estimated time left, from the pace so far; null before there is a pace, and while nothing runs.</summary>
    public TimeSpan? Left => _started is { } started && View?.State == SearchState.Running
        ? Progress.Left(Done, _newest - started + clock.GetElapsedTime(_newestSeen))
        : null;
}
