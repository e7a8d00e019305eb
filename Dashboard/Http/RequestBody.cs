using Microsoft.OpenApi;

namespace Paretune.Dashboard.Http;

/// <summary>Describes the bodies of endpoints that read them without model binding.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Adds the accepted content types to the OpenAPI description. Unlike <c>Accepts</c>, this leaves the answer to other types to the
    /// endpoint, which explains more than a bare 415.
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
