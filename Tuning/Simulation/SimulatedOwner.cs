using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// The silo that owns the search. Like a search grain, it asks the search, writes the entries, and answers only once they are written. A
/// crash loses unwritten entries and their answers; the search is then replayed from the ledger.
/// </summary>
/// <param name="writeSeconds">
/// Seconds that a write takes; commands that arrive meanwhile share the next write. 0 for immediate writes.
/// </param>
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

    /// <summary>When the search ended according to the ledger; null if it has not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Called for each entry once it is written.</summary>
    public Action<LedgerEntry> OnWritten { get; set; } = _ => { };

    /// <summary>Runs a command on the search.</summary>
    /// <param name="answered">Called with the answer once its entries are written; never called if a crash comes first.</param>
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

    /// <summary>Crashes the silo.</summary>
    /// <param name="seconds">Until this silo, or another in its place, has read the ledger.</param>
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
    /// Computes a slow proposal in the background, as a real silo does: it arrives a little later, when there may be newer results.
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
