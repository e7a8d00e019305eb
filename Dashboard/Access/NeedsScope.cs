using Microsoft.AspNetCore.Authorization;

namespace Paretune.Dashboard.Access;

/// <summary>The rule of an endpoint: its caller must have this scope or one above.</summary>
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
    /// <summary>Asks for a scope where the API's own rule, <see cref="KeyScope.Read"/>, is not enough.</summary>
    public static T Needs<T>(this T endpoints, KeyScope scope) where T : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(policy => policy.AddRequirements(new NeedsScope(scope)));
}
