namespace Paretune.Tuning.Searches;

/// <summary>
/// What the metrics of a cluster need to know of one search. Each is available at once for any size of search, without building a view.
/// </summary>
public readonly struct SearchFigures
{
    private readonly SearchRecord _record;

    internal SearchFigures(SearchRecord record) => _record = record;

    /// <summary>Null before the search was started, and once it has ended.</summary>
    public SearchState? State => _record.Started is null || _record.Ended ? null : _record.State;

    public string Dataset => _record.Spec.Dataset;
    public string Network => string.Join(",", _record.Spec.Networks);

    /// <summary>
    /// Attempts that a worker of the cluster could have at once: trials to train and front members to test. 0 for an external trainer.
    /// </summary>
    public int Waiting =>
        _record.State == SearchState.Running && !_record.Spec.IsExternal
            ? _record.Backlog.Count + Math.Max(_record.Coming, _record.HasMore ? 1 : 0) : 0;

    /// <summary>Attempts that run.</summary>
    public int Leases => _record.Live.Count;

    /// <summary>As <see cref="SearchView.Score"/>.</summary>
    public double Score => _record.FrontTracker!.Score;

    public int InState(TrialState state) => _record.InState(state) + (state == TrialState.Waiting ? _record.Coming : 0);

    /// <summary>How long the newest attempt of a trial waited for its worker.</summary>
    public TimeSpan Waited(int trial) => _record.Find(trial)!.Waited;

    /// <summary>The epochs that a trial has yet to run.</summary>
    public int EpochsLeft(int trial) => _record.Find(trial) is { } found ? found.Epochs - found.Curve.Count : 0;
}
