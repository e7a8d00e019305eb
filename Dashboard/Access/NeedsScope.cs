using Microsoft.AspNetCore.Authorization;

namespace Paretune.Dashboard.Access;

/// <summary>An endpoint's rule: its caller must have this scope or a higher one.</summary>
internal sealed class NeedsScope(KeyScope scope) : AuthorizationHandler<NeedsScope>, IAuthorizationRequirement
{
    public KeyScope Scope => scope;

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsScope requirement)
    {
        if (Caller.From(context.User).May(requirement.Scope))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

internal static class NeedsScopeOfEndpoints
{
    /// <summary>Requires a scope higher than the API's default, <see cref="KeyScope.Read"/>.</summary>
    public static T Needs<T>(this T endpoints, KeyScope scope) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.AddRequirements(new NeedsScope(scope)));
}
