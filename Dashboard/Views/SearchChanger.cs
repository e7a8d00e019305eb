using Microsoft.AspNetCore.Components;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Layout;
using Paretune.Dashboard.Live;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Views;

/// <summary>Base of page parts that change their search, one change at a time. Errors are shown above the page.</summary>
public abstract class SearchChanger : ComponentBase
{
    [Inject]
    private SearchActions Actions { get; set; } = null!;

    [Inject]
    private Messages Messages { get; set; } = null!;

    [Parameter, EditorRequired]
    public required SearchFeed Feed { get; set; }

    /// <summary>Whether a change is in progress; another one may not begin.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Changes the search; returns whether the change succeeded.</summary>
    /// <param name="what">The action's name in the audit log.</param>
    protected Task<bool> Change(string what, Func<ISearchGrain, Task<SearchView?>> change) => Do(Actions.Change, what, change);

    /// <summary>As <see cref="Change"/>, for changes that train more, which need the images that the search started with.</summary>
    protected Task<bool> Train(string what, Func<ISearchGrain, Task<SearchView?>> change) => Do(Actions.Train, what, change);

    private async Task<bool> Do(
        Func<SearchId, string, Func<ISearchGrain, Task<SearchView?>>, Task<SearchView>> act, string what,
        Func<ISearchGrain, Task<SearchView?>> change)
    {
        IsBusy = true;
        try
        {
            Feed.Take(await act(Feed.Search.Id, what, change));
            return true;
        }
        catch (ApiException refusal)
        {
            Messages.Add(refusal.Message);
            return false;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
