using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Trials;

/// <summary>The trials of a search over HTTP, and their model files.</summary>
internal static class TrialApi
{
    public static void MapTrials(this IEndpointRouteBuilder app)
    {
        var trials = app.MapGroup("/api/searches/{id}/trials").WithTags("Trials").ProducesProblem(StatusCodes.Status404NotFound);
        trials.MapGet("/", All).WithName("ListTrials");
        trials.MapGet("/{number:int}", Show).WithName("ShowTrial");
        trials.MapGet("/{number:int}/model", Model).WithName("DownloadModel");
    }

    private static Task<ImmutableArray<TrialView>> All(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Trials(), cancellation);

    private static async Task<TrialDetail> Show(string id, int number, SearchCalls calls, CancellationToken cancellation)
    {
        await calls.Ask(id, grain => grain.Show(), cancellation);
        return await calls.AskOrNull(id, grain => grain.Detail(number), cancellation) ?? throw NoTrial(id, number);
    }

    private static async Task<FileStreamHttpResult> Model(
        string id, int number, SearchCalls calls, IModels models, CancellationToken cancellation)
    {
        await calls.Ask(id, grain => grain.Show(), cancellation);
        var trial = await calls.AskOrNull(id, grain => grain.Trial(number), cancellation) ?? throw NoTrial(id, number);
        // Of the attempt that the ledger names: an older one may have left a file too, even after it had lost its lease.
        var model = trial.ModelAttempt is { } attempt ? await Opened(models, new(new(id), number), attempt, cancellation) : null;
        return model is null
            ? throw Refusal.NotFound($"trial {number} of search {id} has no model: a trial leaves one when its last epoch has ended")
            : TypedResults.Stream(model, "application/octet-stream", $"{id}-{number}.safetensors");
    }

    private static async Task<Stream?> Opened(IModels models, TrialId trial, int attempt, CancellationToken cancellation)
    {
        try
        {
            return await models.Open(trial, attempt, cancellation);
        }
        catch (IOException away)
        {
            throw Refusal.Away($"the model of trial {trial.Number} cannot be read now, try again later: {away.Message}", away);
        }
    }

    private static Refusal NoTrial(string id, int number) =>
        Refusal.NotFound($"search {id} has no trial {number}; GET /api/searches/{id}/trials lists those it has");
}
