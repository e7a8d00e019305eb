using Microsoft.AspNetCore.Mvc;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Datasets;

/// <summary>Data sets over HTTP: list, bring one in, fetch a known one.</summary>
internal static class DatasetApi
{
    private static readonly Dictionary<string, string> _extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/gzip"] = ".tar.gz",
        ["application/x-gzip"] = ".tar.gz",
        ["application/zip"] = ".zip",
        ["application/x-tar"] = ".tar",
        ["application/tar"] = ".tar",
    };

    public static void MapDatasets(this IEndpointRouteBuilder app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Data sets");
        datasets.MapGet("/", (IDatasets store) => store.List()).WithName("ListDatasets");
        datasets.MapPut("/{name}", Import).WithName("ImportDataset").Needs(KeyScope.Submit)
            .TakesBody("application/gzip", "application/zip", "application/x-tar")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        datasets.MapPost("/{name}/fetch", Fetch).WithName("FetchDataset").Needs(KeyScope.Submit).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Dataset> Import(
        string name, HttpRequest request, IDatasets store, Uploads uploads, CancellationToken cancellation)
    {
        var type = request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!_extensions.TryGetValue(type, out var extension))
            throw new Refusal(
                StatusCodes.Status415UnsupportedMediaType,
                $"the content type must be one of {string.Join(", ", _extensions.Keys)}, but is \"{type}\"", []);
        return Outcome(await uploads.Use(request.Body, extension, path => store.Import(name, path, cancellation), cancellation));
    }

    private static async Task<Dataset> Fetch(string name, IDatasets store, CancellationToken cancellation) =>
        Outcome(await store.Fetch(name, cancellation));

    private static Dataset Outcome(DatasetResult result) =>
        result.Dataset ?? throw Refusal.Invalid(result.Faults, StatusCodes.Status422UnprocessableEntity);
}
