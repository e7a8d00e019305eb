namespace Paretune.Tuning.Scheduling;

/// <summary>The searches of one owner: the highest priority first, and equals take turns.</summary>
internal sealed class Turns
{
    private readonly Dictionary<SearchId, Turn> _turns = [];
    private readonly SortedSet<Turn> _order = new(Comparer<Turn>.Create(Turn.Compare));

    public bool IsEmpty => _turns.Count == 0;
    public IEnumerable<SearchId> Order => _order.Select(turn => turn.Search);

    /// <summary>Adds a search under <paramref name="number"/>; one that is there keeps its own.</summary>
    public void Put(SearchId search, int priority, long number) =>
        Put(new(search, priority, _turns.TryGetValue(search, out var turn) ? turn.Number : number));

    public void Served(SearchId search, long number) => Put(_turns[search] with { Number = number });

    public void Remove(SearchId search)
    {
        if (_turns.Remove(search, out var turn))
            _order.Remove(turn);
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
