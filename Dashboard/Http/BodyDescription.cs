using System.Net.Mime;
using Microsoft.OpenApi;

namespace Paretune.Dashboard.Http;

/// <summary>Describes the bodies that endpoints read and write themselves.</summary>
internal static class BodyDescription
{
    /// <summary>
    /// Says in the API's description what may be sent. Unlike with <c>Accepts</c>, the endpoint itself
    /// answers other content types, with a better message than a bare 415.
    /// </summary>
    /// <param name="description">What the body holds.</param>
    /// <param name="types">Its content types.</param>
    public static RouteHandlerBuilder TakesBody(this RouteHandlerBuilder endpoint, string description, params string[] types) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = description,
                Required = true,
                Content = types.ToDictionary(type => type, _ => new OpenApiMediaType()),
            };
            return Task.CompletedTask;
        });

    /// <inheritdoc cref="TakesBody"/>
    public static RouteHandlerBuilder TakesJson(this RouteHandlerBuilder endpoint, string description) =>
        endpoint.TakesBody(description, MediaTypeNames.Application.Json);

    /// <summary>Says in the API's description that the answer is a file of one of these content types.</summary>
    public static RouteHandlerBuilder AnswersFile(this RouteHandlerBuilder endpoint, params string[] types) =>
        endpoint.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            (operation.Responses ??= [])["200"] = new OpenApiResponse
            {
                Description = "OK",
                Content = types.ToDictionary(type => type, _ => new OpenApiMediaType()),
            };
            return Task.CompletedTask;
        });
}
