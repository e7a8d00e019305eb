using Paretune.Storage.Trainers;

namespace Paretune.Dashboard.Trainers;

/// <summary>Trainers over HTTP: to list. They are code, so only who runs the server brings them in, by its folder.</summary>
internal static class TrainerApi
{
    public static void MapTrainers(this IEndpointRouteBuilder app) =>
        app.MapGroup("/api/trainers").WithTags("Trainers").MapGet("/", (TrainerStore trainers) => trainers.List()).WithName("ListTrainers");
}
