using Paretune.Tuning.Searches;

namespace Paretune.Grains.Telemetry;

/// <summary>
/// What one search contributes to its process's totals while it is open and active there. A report costs a few comparisons, whatever the
/// search's size.
/// </summary>
internal sealed class SearchPart(GrainMeter meter, Search search)
{
    private static readonly TrialState[] States = Enum.GetValues<TrialState>();

    private readonly int[] _seen = new int[States.Length];
    private readonly int[] _trials = new int[States.Length];
    private SearchState? _state;
    private int _waiting, _leases;

    /// <summary>Starts counting a search that was read from the ledger; its history is not counted again.</summary>
    public void Begin()
    {
        if (!search.Exists)
            return;
        for (var i = 0; i < States.Length; i++)
            _seen[i] = search.Figures.InState(States[i]);
        if (!search.Ended)
            TellFront(search.Figures);
        Publish(search.Figures);
    }

    /// <summary>Counts what has changed in the search.</summary>
    public void Update()
    {
        if (!search.Exists)
            return;
        var figures = search.Figures;
        if (figures.InState(TrialState.Completed) > _seen[(int)TrialState.Completed])
            TellFront(figures);
        CountEnds(figures);
        Publish(figures);
    }

    /// <summary>Removes the search from the totals, when it leaves this process.</summary>
    public void End()
    {
        if (_state is not null)
            Publish(search.Figures, gone: true);
    }

    private void TellFront(SearchFigures figures) => meter.Score(figures.Dataset, figures.Network, figures.Score);

    private void CountEnds(SearchFigures figures)
    {
        for (var i = 0; i < States.Length; i++)
        {
            var more = figures.InState(States[i]) - _seen[i];
            _seen[i] += more;
            if (more > 0 && States[i].IsTerminal)
                meter.Ended.Add(States[i], more);
        }
    }

    private void Publish(SearchFigures figures, bool gone = false)
    {
        var state = gone ? null : figures.State;
        for (var i = 0; i < States.Length; i++)
            if (Change(ref _trials[i], state is null ? 0 : figures.InState(States[i])) is not 0 and var trials)
                meter.Trials.Add(States[i], trials);
        meter.Queue(Change(ref _waiting, state is null ? 0 : figures.Waiting));
        var leases = Change(ref _leases, state is null ? 0 : figures.Leases);
        // Zero is reported too, so that sums over all processes have the series from the first search on.
        if (leases != 0 || _state is null)
            meter.Lease(figures.Dataset, figures.Network, leases);
        if (state == _state)
            return;
        if (_state is { } before)
            meter.Searches.Add(before, -1);
        if (state is { } now)
            meter.Searches.Add(now);
        _state = state;
    }

    private static int Change(ref int told, int now)
    {
        var more = now - told;
        told = now;
        return more;
    }
}
