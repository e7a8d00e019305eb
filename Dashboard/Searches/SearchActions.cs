using Microsoft.AspNetCore.Components.Authorization;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Searches;

/// <summary>What a page does for its viewer: the same rules as the API's endpoints, and a line in the audit log for each.</summary>
internal sealed class SearchActions(SearchCalls calls, AuthenticationStateProvider who, Standing standing, AuditLog audit)
{
    /// <exception cref="Refusal">The viewer may not, or the search is over.</exception>
    public Task<SearchView> Change(SearchId id, string what, Func<ISearchGrain, Task<SearchView?>> change) => Told(
        $"{what} of search {id}", KeyScope.Submit, caller => calls.Change(id.Value, caller, change, CancellationToken.None));

    /// <exception cref="Refusal">The viewer may not.</exception>
    public Task<SearchView> Submit(SearchSpec spec, Dataset dataset)
    {
        var id = SearchIds.Draw();
        return Told(
            $"submit of search {id}", KeyScope.Submit, caller => calls.Start(id, spec, dataset, caller.Owner, CancellationToken.None));
    }

    private async Task<SearchView> Told(string what, KeyScope scope, Func<Caller, Task<SearchView>> act)
    {
        // As the page was opened by; what they may do may have ended since.
        var user = (await who.GetAuthenticationStateAsync()).User;
        var caller = Caller.Of(user);
        try
        {
            if (!caller.May(scope))
                throw Refusal.NotAllowed(caller, scope);
            if (!await standing.Holds(user, CancellationToken.None))
                throw new Refusal(StatusCodes.Status401Unauthorized, "your session has ended: load the page again and sign in", []);
            var answer = await act(caller);
            audit.Write(caller, "the page", what, StatusCodes.Status200OK);
            return answer;
        }
        catch (Exception failure)
        {
            audit.Write(caller, "the page", what, RefusalHandler.StatusOf(failure));
            throw;
        }
    }
}
