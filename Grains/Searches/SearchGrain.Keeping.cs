using System.Collections.Immutable;

namespace Paretune.Grains.Searches;

// Archiving and deleting a search that has ended.
internal sealed partial class SearchGrain
{
    private bool _archived;

    public async Task<SearchView?> Archive(bool archived)
    {
        if (!_search.Exists)
            return null;
        _search.MustHaveEnded(archived ? "archived" : "unarchived");
        return await Archived(archived);
    }

    /// <summary>Lists a search again that was reopened.</summary>
    private Task<SearchView?> Unarchive() => Archived(false);

    private async Task<SearchView?> Archived(bool archived)
    {
        await _ledger.Rows.Archive(_search.Id, archived, CancellationToken.None);
        _archived = archived;
        return Shown();
    }

    public async Task<SearchView?> Delete()
    {
        if (!_search.Exists)
            return null;
        _search.MustHaveEnded("deleted");
        var deleted = Shown();
        await _ledger.Rows.Delete(_search.Id, CancellationToken.None);
        LogDeleted(_search.Id);
        // Callers find no search from now on, even before this activation ends.
        _search = new(_search.Id);
        _news.Notify();
        DeactivateOnIdle();
        return deleted;
    }

    public async Task<ImmutableArray<NotificationView>?> Notifications() =>
        _search.Exists ? [.. await _ledger.Notifications.List(_search.Id, CancellationToken.None)] : null;

    private SearchView? Shown() => _search.Show() is { } view ? view with { Archived = _archived } : null;

    private SearchSnapshot? Looked(ImmutableArray<int>? trials) =>
        _search.Look(trials) is { } look ? look with { Search = look.Search with { Archived = _archived } } : null;
}
