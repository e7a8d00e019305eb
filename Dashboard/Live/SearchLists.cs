using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>The lists that pages of this process show; pages with the same query share one.</summary>
internal sealed class SearchLists(SearchCalls calls, TimeProvider clock, ILogger<SearchList> log) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SearchList List, int Pages)> _lists = [];
    private bool _gone;

    /// <summary>Starts to follow a list, or joins its other viewers.</summary>
    /// <param name="changed">Called after each answer, on the list's own thread.</param>
    public SearchListHold Watch(SearchQuery query, Action changed)
    {
        var key = $"{SearchQueryText.Write(query)} {query.Limit}";
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_gone, this);
            var (list, pages) = _lists.TryGetValue(key, out var known) ? known : (new SearchList(query, calls, clock, log), 0);
            _lists[key] = (list, pages + 1);
            list.Changed += changed;
            return new(list, () => Leave(key, changed));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _gone = true;
            foreach (var (list, _) in _lists.Values)
                list.Dispose();
            _lists.Clear();
        }
    }

    private void Leave(string key, Action changed)
    {
        lock (_lock)
        {
            if (!_lists.TryGetValue(key, out var known))
                return;
            known.List.Changed -= changed;
            if (known.Pages > 1)
            {
                _lists[key] = (known.List, known.Pages - 1);
                return;
            }

            _lists.Remove(key);
            known.List.Dispose();
        }
    }
}

/// <summary>A page's subscription to a list, until it is disposed.</summary>
internal sealed class SearchListHold(SearchList list, Action leave) : IDisposable
{
    private Action? _leave = leave;

    public SearchList List => list;

    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
