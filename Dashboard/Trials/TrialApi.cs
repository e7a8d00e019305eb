using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Files;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Trials;

/// <summary>The HTTP endpoints of a search's trials and their files.</summary>
internal static class TrialApi
{
    private const string LeftOne =
        "it is written with the model after the last epoch, but never for simulated trials and custom trainers";
    private const string OfAll =
        $"an ONNX file: {LeftOne}; GET …/exports says why an export failed, and the format safetensors has only the weights";
    private const string OfFront =
        "that file: members of the front get fp16 and int8 when the search completes, but not if it is cancelled (to end it early and get "
        + "them: paretune search finish ID), and not with custom trainers; every completed trial has format=onnx, or safetensors with a "
        + "custom trainer";
    private const string Png = "image/png", Markdown = "text/markdown";

    public static void MapTrials(this IEndpointRouteBuilder app)
    {
        var trials = app.MapGroup("/api/searches/{id}/trials").WithTags("Trials").ProducesProblem(StatusCodes.Status404NotFound);
        trials.MapGet("/", All).WithName("ListTrials").WithSummary("Lists the trials of a search.");
        trials.MapGet("/{number:int}", Show).WithName("ShowTrial").WithSummary("Shows a trial with its curve and attempts.");
        trials.MapGet("/{number:int}/model", Model).WithName("DownloadModel").WithSummary("Returns the model file of a trial.")
            .AnswersFile("application/octet-stream").ProducesProblem(StatusCodes.Status400BadRequest);
        trials.MapGet("/{number:int}/exports", Exports).WithName("ShowExports")
            .WithSummary("Shows the model files of a trial, with sizes, checks and latencies.")
            .Produces<ModelExports>();
        trials.MapGet("/{number:int}/card", Card).WithName("ShowModelCard").WithSummary("Returns the model card of a trial.")
            .AnswersFile(Markdown);
        trials.MapGet("/{number:int}/evaluation", Evaluation).WithName("ShowEvaluation")
            .WithSummary("Shows the confusion matrix and the accuracy of each class.")
            .Produces<TrialEvaluation>();
        trials.MapOutput();
        trials.MapGet("/{number:int}/mistakes", Mistakes).WithName("ShowMistakes")
            .WithSummary("Returns the most confident mistakes of a trial as a PNG sheet.")
            .AnswersFile(Png);
    }

    private static Task<ImmutableArray<TrialView>> All(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Trials(), cancellation);

    private static async Task<TrialDetail> Show(string id, int number, SearchCalls calls, CancellationToken cancellation)
    {
        await calls.Ask(id, grain => grain.Show(), cancellation);
        return await calls.AskOrNull(id, grain => grain.Detail(number), cancellation) ?? throw ApiException.NoTrial(id, number);
    }

    private static async Task<FileStreamHttpResult> Model(
        [AsParameters] FileRequest asked,
        [Description("safetensors, onnx, onnx-fp16 or onnx-int8. Default: safetensors.")] string? format,
        CancellationToken cancellation)
    {
        var wanted = format is null
            ? ModelFormat.Safetensors : ModelFormat.Find(format) ?? throw ApiException.Invalid("format", ModelFormat.Unknown(format));
        var (file, rule) = FileOf(wanted);
        var attempt = await Attempt(asked, rule, cancellation);
        var model = await Opened(asked, attempt, file, rule, cancellation);
        var search = await asked.Calls.Ask(asked.Id, grain => grain.Show(), cancellation);
        // A program's file format is not known.
        var ending = search.Spec.IsOfPrograms ? ".model" : wanted.Ending;
        return TypedResults.Stream(model, "application/octet-stream", $"{asked.Id}-{asked.Number}{ending}");
    }

    private static (FileOfAttempt File, string Rule) FileOf(ModelFormat format) => format.Precision switch
    {
        null => (TrialFile.Model, "a model: it is written after the last epoch"),
        { } precision => ((trial, attempt) => TrialFile.Onnx(trial, attempt, precision), precision == Precision.Fp32 ? OfAll : OfFront),
    };

    private static Task<IResult> Exports([AsParameters] FileRequest asked, CancellationToken cancellation) => Newest(
        asked, TrialFile.Exports, "application/json", $"exports: {LeftOne}", cancellation);

    private static Task<IResult> Card([AsParameters] FileRequest asked, CancellationToken cancellation) => Newest(
        asked, TrialFile.Card, $"{Markdown}; charset=utf-8", $"a model card: {LeftOne}", cancellation);

    /// <summary>Serves a file that the test of the front rewrites.</summary>
    private static async Task<IResult> Newest(
        FileRequest asked, FileOfAttempt file, string contentType, string rule, CancellationToken cancellation) =>
        TypedResults.Stream(await Opened(asked, await Attempt(asked, rule, cancellation), file, rule, cancellation), contentType);

    private static Task<IResult> Evaluation([AsParameters] FileRequest asked, HttpContext http, CancellationToken cancellation) => Kept(
        asked, http, TrialFile.Evaluation, "application/json", $"an evaluation: {LeftOne}", cancellation);

    private static Task<IResult> Mistakes([AsParameters] FileRequest asked, HttpContext http, CancellationToken cancellation) => Kept(
        asked, http, TrialFile.Mistakes, Png,
        "a sheet of mistakes: it is written with the model after the last epoch, unless the model makes no mistakes", cancellation);

    /// <summary>
    /// Serves a file that never changes once an attempt wrote it. The ETag needs only the attempt, so no file is opened for it.
    /// </summary>
    private static async Task<IResult> Kept(
        FileRequest asked, HttpContext http, FileOfAttempt file, string contentType, string rule, CancellationToken cancellation)
    {
        var attempt = await Attempt(asked, rule, cancellation);
        return Freshness.Holds(http, $"attempt-{attempt}")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Stream(await Opened(asked, attempt, file, rule, cancellation), contentType);
    }

    /// <summary>
    /// Returns the attempt that the ledger names. An older attempt may also have left a file, even after it had lost its lease.
    /// </summary>
    private static async Task<int> Attempt(FileRequest asked, string rule, CancellationToken cancellation)
    {
        await asked.Calls.Ask(asked.Id, grain => grain.Show(), cancellation);
        var trial = await asked.Calls.AskOrNull(asked.Id, grain => grain.Trial(asked.Number), cancellation)
            ?? throw ApiException.NoTrial(asked.Id, asked.Number);
        return trial.ModelAttempt ?? throw NoFile(asked, rule);
    }

    private static async Task<Stream> Opened(
        FileRequest asked, int attempt, FileOfAttempt file, string rule, CancellationToken cancellation)
    {
        try
        {
            return await asked.Files.Open(file(new(new(asked.Id), asked.Number), attempt), cancellation) ?? throw NoFile(asked, rule);
        }
        catch (IOException away)
        {
            throw ApiException.Away($"the files of trial {asked.Number} could not be read; try again later: {away.Message}", away);
        }
    }

    private static ApiException NoFile(FileRequest asked, string rule) =>
        ApiException.NotFound($"trial {asked.Number} of search {asked.Id} does not have {rule}");

    /// <summary>Returns the requested file of an attempt.</summary>
    private delegate TrialFile FileOfAttempt(TrialId trial, int attempt);

    /// <summary>A request for a trial's file, with the services that answer it.</summary>
    private readonly record struct FileRequest(string Id, int Number, SearchCalls Calls, IFileStore Files);
}
