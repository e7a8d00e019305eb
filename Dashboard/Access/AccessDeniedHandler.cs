using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.SignIn;

namespace Paretune.Dashboard.Access;

/// <summary>Tells callers without permission why they were rejected and what they can do.</summary>
internal sealed class AccessDeniedHandler(LinkGenerator links) : IAuthorizationMiddlewareResultHandler
{
    private const string How = "send \"Authorization: Bearer KEY\"; the console takes the key from PARETUNE_KEY or --key-file, "
        + "and an administrator creates one with: paretune key create NAME --scope submit";

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden)
            throw ApiException.NotAllowed(
                Caller.From(context.User), policy.Requirements.OfType<NeedsScope>().Select(rule => rule.Scope)
                    .MaxBy(KeyScopes.All.IndexOf));
        if (authorizeResult.Succeeded)
            await next(context);
        else if (IsBrowser(context.Request) && SignInApi.Link(links, context) is { } page)
            context.Response.Redirect(page);
        else
            throw await Unknown(context);
    }

    /// <summary>Whether the request is for a page, so that the user can be redirected to the sign-in page.</summary>
    private static bool IsBrowser(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static async Task<ApiException> Unknown(HttpContext context)
    {
        // Authentication has run already; this only looks up its result.
        var failure = (await context.AuthenticateAsync()).Failure;
        return new(StatusCodes.Status401Unauthorized, $"{failure?.Message ?? "a key or a token is required, and none was sent"}: "
            + $"{How}", []);
    }
}
