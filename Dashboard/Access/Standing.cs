using Microsoft.AspNetCore.Authentication;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Access;

/// <summary>Asks again whether the caller of a request that lasts may still read: its key may have been revoked, its token have expired.</summary>
internal sealed class Standing(IServiceScopeFactory scopes, ApiOptions options)
{
    public async Task<bool> MayRead(HttpContext context)
    {
        // A handler remembers its answer for the request, so it is asked for in a scope of its own.
        await using var scope = scopes.CreateAsyncScope();
        var handlers = scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(context, AccessSetup.SchemeOf(context.Request, options));
        try
        {
            return await handler!.AuthenticateAsync() is { Succeeded: true, Principal: var user } && Caller.Of(user).May(KeyScope.Read);
        }
        catch (Refusal)
        {
            // The cluster does not answer. Whoever was let in stays in until it says otherwise.
            return true;
        }
    }
}
