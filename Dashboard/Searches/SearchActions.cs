using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Searches;

/// <summary>A page's actions on searches, with the API's permissions and a line in the audit log for each.</summary>
internal sealed class SearchActions(SearchCalls calls, PageActions page)
{
    /// <exception cref="ApiException">The viewer lacks permission, or the search does not allow the change.</exception>
    public Task<SearchView> Change(SearchId id, string what, Func<ISearchGrain, Task<SearchView?>> change) => Run(
        $"{what} of search {id}", KeyScope.Submit, caller => calls.Change(id.Value, caller, change, CancellationToken.None));

    /// <exception cref="ApiException">The viewer lacks permission, or the images that the search started with are missing.</exception>
    public Task<SearchView> Train(SearchId id, string what, Func<ISearchGrain, Task<SearchView?>> change) => Run(
        $"{what} of search {id}", KeyScope.Submit, caller => calls.Train(id.Value, caller, change, CancellationToken.None));

    /// <exception cref="ApiException">The viewer lacks permission.</exception>
    public Task<SearchView> Submit(SearchSpec spec, Dataset dataset)
    {
        var id = SearchIds.Draw();
        return Run(
            $"submit of search {id}", KeyScope.Submit, caller => calls.Start(id, spec, dataset, caller.Owner, CancellationToken.None));
    }

    private Task<SearchView> Run(string what, KeyScope scope, Func<Caller, Task<SearchView>> act) => page.Do(what, scope, act);
}
