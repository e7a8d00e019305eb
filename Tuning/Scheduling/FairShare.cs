namespace Paretune.Tuning.Scheduling;

/// <summary>
/// Decides which of several searches is served next. Owners take turns, whatever the priorities of their searches; within an owner the
/// highest priority goes first, and searches of equal priority take turns. Each operation costs O(log searches); the order costs
/// O(searches).
/// </summary>
public sealed class FairShare
{
    private readonly Dictionary<SearchId, Owner> _owners = [];
    private readonly SortedSet<Owner> _order = new(Comparer<Owner>.Create((one, other) => one.Number.CompareTo(other.Number)));
    private readonly Dictionary<string, Owner> _named = new(StringComparer.Ordinal);
    private long _lastNumber;

    /// <summary>
    /// Adds a search behind its owner's searches of equal priority, and an owner without searches behind the other owners. If the search is
    /// already in the queue, changes its priority and keeps its turn.
    /// </summary>
    // At the end, not in front: a search that keeps leaving and coming back must not overtake those that stayed.
    public void Add(SearchId search, int priority, string owner)
    {
        if (_owners.GetValueOrDefault(search) is { } present && present.Name != owner)
            Remove(search);
        if (!_named.TryGetValue(owner, out var of))
        {
            _named.Add(owner, of = new(owner, ++_lastNumber));
            _order.Add(of);
        }

        _owners[search] = of;
        of.Searches.Put(search, priority, ++_lastNumber);
    }

    /// <summary>Removes a search; does nothing if it is not in the queue.</summary>
    public void Remove(SearchId search)
    {
        if (!_owners.Remove(search, out var owner))
            return;
        owner.Searches.Remove(search);
        if (!owner.Searches.IsEmpty)
            return;
        _order.Remove(owner);
        _named.Remove(owner.Name);
    }

    /// <summary>Returns the searches in the order in which to ask them for work, as a copy, so that they may change meanwhile.</summary>
    public IEnumerable<SearchId> Order() => _order.SelectMany(owner => owner.Searches.Order).ToArray();

    /// <summary>Moves a search that got a worker behind its equals, and its owner behind the other owners.</summary>
    public void Served(SearchId search)
    {
        if (!_owners.TryGetValue(search, out var owner))
            return;
        owner.Searches.Served(search, ++_lastNumber);
        _order.Remove(owner);
        owner.Number = ++_lastNumber;
        _order.Add(owner);
    }

    /// <summary>An owner with its searches. Remove it from the sorted order before changing its number.</summary>
    private sealed class Owner(string name, long number)
    {
        public string Name => name;

        /// <summary>The owner's place in the order: a new number is drawn when the owner is added or served.</summary>
        public long Number { get; set; } = number;
        public Turns Searches { get; } = new();
    }
}
