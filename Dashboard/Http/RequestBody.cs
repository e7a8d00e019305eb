using Microsoft.OpenApi;

namespace Paretune.Dashboard.Http;

/// <summary>Describes the bodies that endpoints read themselves.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Says in the API's description what may be sent. Unlike <c>Accepts</c> it does not take the answer to another type out of the
    /// endpoint's hands, which says more than a bare 415.
    /// </summary>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint, params string[] types) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = types.ToDictionary(type => type, _ => new OpenApiMediaType()),
            };
            return Task.CompletedTask;
        });
}
