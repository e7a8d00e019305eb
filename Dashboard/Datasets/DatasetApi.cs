using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;

namespace Paretune.Dashboard.Datasets;

/// <summary>The HTTP endpoints of datasets: list, show, import and fetch.</summary>
internal static class DatasetApi
{
    private const string Png = "image/png";

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/gzip"] = ".tar.gz",
        ["application/x-gzip"] = ".tar.gz",
        ["application/zip"] = ".zip",
        ["application/x-tar"] = ".tar",
        ["application/tar"] = ".tar",
    };

    public static void MapDatasets(this IEndpointRouteBuilder app)
    {
        var datasets = app.MapGroup("/api/datasets").WithTags("Datasets");
        datasets.MapGet("/", (DatasetStore store, CancellationToken cancellation) => store.ListNow(cancellation)).WithName("ListDatasets")
            .WithSummary("Lists the datasets.");
        datasets.MapGet("/{name}", Show).WithName("ShowDataset")
            .WithSummary("Shows a dataset with the number of images of each class.").ProducesProblem(StatusCodes.Status404NotFound);
        datasets.MapGet("/{name}/samples/{classIndex:int}", Samples).WithName("ShowSamples")
            .WithSummary("Returns sample images of one class as a PNG sheet.")
            .AnswersFile(Png).ProducesProblem(StatusCodes.Status404NotFound);
        datasets.MapPut("/{name}", Import).WithName("ImportDataset").Needs(KeyScope.Submit)
            .WithSummary("Imports a dataset from an archive.")
            .TakesBody("The archive. docs/datasets.md lists the layouts.", "application/gzip", "application/zip", "application/x-tar")
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .WithMetadata(new RequestSizeLimitAttribute(app.ServiceProvider.GetRequiredService<ApiOptions>().MaxUploadBytes));
        datasets.MapDatasetKeeping();
        datasets.MapPost("/{name}/resize", Resize).WithName("ResizeDataset").Needs(KeyScope.Submit)
            .WithSummary("Makes a dataset of another image size from an import whose archive was kept.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        datasets.MapPost("/{name}/fetch", Fetch).WithName("FetchDataset").Needs(KeyScope.Submit)
            .WithSummary("Downloads and imports a known dataset, such as cifar10.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<DatasetDetail> Show(
        string name, DatasetStore store, DatasetPreview preview, CancellationToken cancellation)
    {
        await PresentDatasets.OrAway(() => store.Refresh(cancellation));
        return await Read(name, () => preview.Show(name, cancellation)) ?? throw ApiException.NotFound(
            $"dataset \"{name}\" not found; list datasets with: paretune data list (GET /api/datasets)");
    }

    private static async Task<IResult> Samples(
        string name, [Description("Place of the class in the list of classes, counted from 0.")] int classIndex, HttpContext http,
        DatasetStore store, DatasetPreview preview, CancellationToken cancellation)
    {
        var shown = await Show(name, store, preview, cancellation);
        if (Freshness.Holds(http, $"{shown.Version}-{classIndex}"))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        var png = await Read(name, () => preview.Samples(name, classIndex, cancellation)) ?? throw ApiException.NotFound(
            $"dataset {name} has no training images of a class {classIndex}; its {shown.Dataset.Classes.Length} classes are counted from "
            + "0");
        return TypedResults.Bytes(png, Png);
    }

    private static async Task<T?> Read<T>(string name, Func<Task<T?>> read) where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception damaged) when (damaged is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ApiException.Away($"the images of dataset {name} cannot be read: {damaged.Message}", damaged);
        }
    }

    private static async Task<Dataset> Import(
        string name, [Description("Side of the stored images in pixels. Default: the median side, at most 256.")] string? size,
        [Description("Encoding of names in a ZIP that does not declare one, such as cp949.")] string? encoding,
        [Description("true skips images that have no class or cannot be decoded.")] string? skip,
        [Description("Default augmentation of searches on it, such as none or flip+crop.")] string? augmentation,
        [Description("true keeps the archive, so that datasets of other sizes can be made from it.")] string? keep,
        HttpRequest request, DatasetStore store, Uploads uploads, IHostApplicationLifetime host, CancellationToken cancellation)
    {
        var type = request.ContentType?.Split(';')[0].Trim() ?? "";
        if (!Extensions.TryGetValue(type, out var extension))
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                $"the content type must be one of {string.Join(", ", Extensions.Keys)}, but is \"{type}\"", []);
        // Checked before the body is read, which may be gigabytes: a sender with Expect: 100-continue then never sends it.
        var (choices, errors) = ImportChoices.Parse(size, encoding, skip, augmentation, keep);
        if (DatasetStore.CheckName(name) is { } wrong)
            errors = [wrong, .. errors];
        if (errors.Length > 0)
            throw ApiException.Invalid(errors, StatusCodes.Status422UnprocessableEntity);
        uploads.Check(request.ContentLength);
        choices = choices with { LeaveFree = ImportChoices.Reserve };
        return await WhileRunning(
            stop => uploads.Use(request.Body, extension, path => store.Import(name, path, choices, cancellationToken: stop), stop), host,
            cancellation);
    }

    private static async Task<Dataset> Resize(
        string name, [Description("Name of the new dataset.")] string? to,
        [Description("Side of its images in pixels.")] string? size, DatasetStore store, IHostApplicationLifetime host,
        CancellationToken cancellation)
    {
        var (choices, errors) = ImportChoices.Parse(size ?? "", encoding: null, skip: null);
        if (DatasetStore.CheckName(to ?? "") is { } wrong)
            errors = [wrong with { Field = "to" }, .. errors];
        if (errors.Length > 0)
            throw ApiException.Invalid(errors, StatusCodes.Status422UnprocessableEntity);
        return await WhileRunning(
            stop => store.Resize(name, to!, choices.Size!.Value, cancellationToken: stop), host, cancellation);
    }

    private static Task<Dataset> Fetch(string name, DatasetStore store, IHostApplicationLifetime host, CancellationToken cancellation) =>
        WhileRunning(stop => store.Fetch(name, cancellationToken: stop), host, cancellation);

    /// <summary>Cancels the import when the server stops: a stop may take ten seconds, an import minutes.</summary>
    private static async Task<Dataset> WhileRunning(
        Func<CancellationToken, Task<ImportResult>> bringIn, IHostApplicationLifetime host, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, host.ApplicationStopping);
        try
        {
            return Outcome(await PresentDatasets.OrAway(() => bringIn(stop.Token)));
        }
        catch (OperationCanceledException stopped) when (
            host.ApplicationStopping.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, "the server is shutting down, and nothing was imported; try again when it is "
                    + "back", [],
                stopped);
        }
    }

    private static Dataset Outcome(ImportResult result) =>
        result.Dataset ?? throw ApiException.Invalid(result.Errors, StatusCodes.Status422UnprocessableEntity);
}
