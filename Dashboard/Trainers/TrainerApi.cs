using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Trainers;

/// <summary>
/// Lists and pushes trainers over HTTP. Trainers are code that runs on workers, so only administrators can push them, and only if callers
/// must authenticate.
/// </summary>
internal static class TrainerApi
{
    private const string Tar = "application/x-tar";

    public static void MapTrainers(this IEndpointRouteBuilder app)
    {
        var trainers = app.MapGroup("/api/trainers").WithTags("Trainers");
        trainers.MapGet("/", (TrainerStore store) => store.List()).WithName("ListTrainers")
            .WithSummary("Lists the custom trainers with their versions and hyperparameters.");
        trainers.MapPut("/{name}", Push).WithName("PushTrainer").Needs(KeyScope.Admin)
            .WithSummary("Stores a new version of a custom trainer.")
            .TakesBody("The folder of the trainer as a tar archive: docs/programs.md.", Tar)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .WithMetadata(new RequestSizeLimitAttribute(app.ServiceProvider.GetRequiredService<ApiOptions>().MaxUploadBytes));
    }

    private static async Task<TrainerReadResult> Push(
        [Description("Name of the trainer.")] string name, HttpRequest request, AuthenticationGate gate, TrainerStore store,
        Uploads uploads, CancellationToken cancellation)
    {
        if (!await gate.IsGuarded(cancellation))
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                "a trainer is code that workers run, so pushing one requires that the server has keys, and it has none: create "
                + "one (paretune key create NAME --scope admin), or copy the folder to trainers/ in the server's home", []);
        var type = request.ContentType?.Split(';')[0].Trim() ?? "";
        if (type != Tar)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, $"the content type must be {Tar}, but is \"{type}\"", []);
        uploads.Check(request.ContentLength);
        var pushed = await uploads.Use(
            request.Body, ".tar", path => Task.Run(() => Pushed(store, name, path, cancellation), cancellation), cancellation);
        return pushed.Errors.IsEmpty ? pushed : throw ApiException.Invalid(pushed.Errors, StatusCodes.Status422UnprocessableEntity);
    }

    private static TrainerReadResult Pushed(TrainerStore store, string name, string path, CancellationToken cancellation)
    {
        try
        {
            return store.Push(name, path, cancellation);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw ApiException.Away(
                $"trainer {name} could not be stored: {failed.Message} Is another push of it in progress, or the server's home full or "
                + "read-only?", failed);
        }
    }
}
