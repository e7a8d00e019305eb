using Microsoft.AspNetCore.Components.Authorization;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>Performs actions for the viewer of a page, with the API's permissions and a line in the audit log.</summary>
internal sealed class PageActions(AuthenticationStateProvider who, SessionValidity sessions, AuditLog audit)
{
    /// <exception cref="ApiException">The viewer lacks permission, or the action failed.</exception>
    public async Task<T> Do<T>(string what, KeyScope scope, Func<Caller, Task<T>> act)
    {
        // The user is the one who opened the page; their permission may have ended since.
        var user = (await who.GetAuthenticationStateAsync()).User;
        var caller = Caller.From(user);
        try
        {
            if (!caller.May(scope))
                throw ApiException.NotAllowed(caller, scope);
            if (!await sessions.Holds(user, CancellationToken.None))
                throw new ApiException(StatusCodes.Status401Unauthorized, "your session has ended; reload the page and sign in", []);
            var answer = await act(caller);
            audit.Write(caller, "the page", what, StatusCodes.Status200OK);
            return answer;
        }
        catch (Exception failure)
        {
            audit.Write(caller, "the page", what, ApiExceptionHandler.StatusOf(failure));
            throw;
        }
    }
}
