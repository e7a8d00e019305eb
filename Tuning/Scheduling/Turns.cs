namespace Paretune.Tuning.Scheduling;

/// <summary>The searches of one owner: the highest priority first; searches of equal priority take turns.</summary>
internal sealed class Turns
{
    private readonly Dictionary<SearchId, Turn> _turns = [];
    private readonly SortedSet<Turn> _order = new(Comparer<Turn>.Create(Turn.Compare));

    public bool IsEmpty => _turns.Count == 0;
    public IEnumerable<SearchId> Order => _order.Select(turn => turn.Search);

    /// <summary>Adds a search under <paramref name="number"/>; a search that is already there keeps its number.</summary>
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

    /// <param name="Number">The search's place in the order: a new number is drawn when the search is added or served.</param>
    private readonly record struct Turn(SearchId Search, int Priority, long Number)
    {
        public static int Compare(Turn one, Turn other) =>
            one.Priority != other.Priority ? other.Priority.CompareTo(one.Priority) : one.Number.CompareTo(other.Number);
    }
}
