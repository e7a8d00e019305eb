using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.Http;

/// <summary>What the API's description at <c>/openapi/v1.json</c> says of all endpoints alike.</summary>
internal static class ApiDescription
{
    /// <summary>The key of an operation that holds the scope its caller needs.</summary>
    public const string ScopeKey = "x-paretune-scope";

    // Parameters of many endpoints; those of one have their description beside it.
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "Name of the dataset.",
        ["id"] = "ID of the search.",
        ["number"] = "Number of the trial.",
        ["epoch"] = "Epoch of the checkpoint.",
        ["attempt"] = "Attempt of the trial.",
    };

    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Paretune";
            document.Info.Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(fieldCount: 3);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(SearchId))
                schema.Type = JsonSchemaType.String;
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                parameter.Description ??= Parameters.GetValueOrDefault(parameter.Name ?? "");
            if (ScopeOf(context.Description.ActionDescriptor.EndpointMetadata) is { } scope)
                operation.AddExtension(ScopeKey, new JsonNodeExtension(JsonValue.Create($"{scope}".ToLowerInvariant())));
            return Task.CompletedTask;
        });
    }

    /// <summary>The scope that a caller of the endpoint needs; null if anyone may call it.</summary>
    private static KeyScope? ScopeOf(IList<object> metadata) => metadata.OfType<IAllowAnonymous>().Any()
        ? null
        : metadata.OfType<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<NeedsScope>()
            .Select(needed => needed.Scope).Prepend(KeyScope.Read).MaxBy(scope => KeyScopes.All.IndexOf(scope));
}
