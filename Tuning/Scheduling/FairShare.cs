namespace Paretune.Tuning.Scheduling;

/// <summary>
/// Which of several searches is served next: the highest priority first, and equals take turns. Each operation costs O(log searches), the
/// order itself O(searches).
/// </summary>
public sealed class FairShare
{
    private readonly Dictionary<SearchId, Turn> _turns = [];
    private readonly SortedSet<Turn> _order = new(Comparer<Turn>.Create(Turn.Compare));
    private long _lastNumber;

    /// <summary>Adds a search behind its equals, or gives one that is there another priority without costing it its turn.</summary>
    // At the end, not in front: a search that keeps leaving and coming back must not overtake those that stayed.
    public void Add(SearchId search, int priority) =>
        Put(new(search, priority, _turns.TryGetValue(search, out var turn) ? turn.Number : ++_lastNumber));

    /// <summary>Takes a search out; one that is not there is no fault.</summary>
    public void Remove(SearchId search)
    {
        if (_turns.Remove(search, out var turn))
            _order.Remove(turn);
    }

    /// <summary>The searches in the order to ask them for work; a copy, so that they may change meanwhile.</summary>
    public IEnumerable<SearchId> Order() => _order.Select(turn => turn.Search).ToArray();

    /// <summary>The search got a worker: it goes behind its equals.</summary>
    public void Served(SearchId search)
    {
        if (_turns.TryGetValue(search, out var turn))
            Put(turn with { Number = ++_lastNumber });
    }

    private void Put(Turn turn)
    {
        Remove(turn.Search);
        _turns.Add(turn.Search, turn);
        _order.Add(turn);
    }

    /// <param name="Number">Drawn when the search came or was last served, as at a counter; each number is given once.</param>
    private readonly record struct Turn(SearchId Search, int Priority, long Number)
    {
        public static int Compare(Turn one, Turn other) =>
            one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Number.CompareTo(other.Number);
    }
}
