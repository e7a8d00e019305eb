using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// The silo that owns the search, as a search grain does: it asks, writes, and answers once what was decided is written. When it crashes,
/// what is not written is lost with its answers, and the search is read back from the ledger.
/// </summary>
/// <param name="writeSeconds">That a write takes; commands that come meanwhile share the next one. 0 for at once.</param>
internal sealed class SimulatedOwner(Func<Search> create, Timeline time, double writeSeconds)
{
    private readonly List<LedgerEntry> _written = [];
    private readonly List<LedgerEntry> _unwritten = [];
    private readonly List<Action> _answers = [];
    private bool _isUp = true, _isWriting, _isSuggesting;
    private int _crashes;

    public Search Search { get; private set; } = create();

    /// <summary>The ledger.</summary>
    public IReadOnlyList<LedgerEntry> Written => _written;

    /// <summary>When the search ended, as the ledger says; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Called for entries as they are written.</summary>
    public Action<LedgerEntry> OnWritten { get; set; } = _ => { };

    /// <param name="answered">Never called where the command or its answer falls into a crash.</param>
    public void Ask<T>(Func<Search, CommandResult<T>> command, Action<T> answered)
    {
        if (!_isUp)
            return;
        var step = command(Search);
        _unwritten.AddRange(step.Entries);
        _answers.Add(() => answered(step.Answer));
        if (writeSeconds == 0)
            Write();
        else
            BeginWrite();
    }

    /// <param name="seconds">Until it, or another silo in its place, has read the ledger.</param>
    public void Crash(double seconds)
    {
        if (!_isUp)
            return;
        (_isUp, _isWriting, _isSuggesting) = (false, false, false);
        _crashes++;
        _unwritten.Clear();
        _answers.Clear();
        time.After(seconds, ReadBack);
    }

    private void ReadBack()
    {
        Search = create();
        foreach (var entry in _written)
            Search.Apply(entry);
        Search.RenewLeases(time.Now);
        _isUp = true;
    }

    private void BeginWrite()
    {
        if (_isWriting)
            return;
        _isWriting = true;
        var crashes = _crashes;
        time.After(writeSeconds, () =>
        {
            if (crashes != _crashes)
                return;
            _isWriting = false;
            Write();
        });
    }

    /// <summary>
    /// What takes long is worked out beside what continues, and is at hand a little later, when there may be newer results.
    /// </summary>
    private void Suggest()
    {
        if (writeSeconds == 0 || _isSuggesting || Search.Ahead is not { } ahead)
            return;
        (_isSuggesting, var asked) = (true, Search);
        time.After(3 * writeSeconds, () =>
        {
            if (asked != Search)
                return;
            Search.Take(ahead, ahead.Work());
            _isSuggesting = false;
        });
    }

    private void Write()
    {
        Action[] answers = [.. _answers];
        LedgerEntry[] entries = [.. _unwritten];
        _answers.Clear();
        _unwritten.Clear();
        _written.AddRange(entries);
        foreach (var entry in entries)
            Wrote(entry);
        foreach (var answer in answers)
            answer();
        Suggest();
    }

    private void Wrote(LedgerEntry entry)
    {
        if (entry is SearchStateChanged { State.IsTerminal: true })
            EndedAt = entry.At;
        OnWritten(entry);
    }
}
