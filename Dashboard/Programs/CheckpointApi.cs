using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Programs;

/// <summary>Checkpoints of programs outside the cluster: uploaded by one program so that another can continue its trial.</summary>
internal static class CheckpointApi
{
    // The one that was stored last, and another in case it cannot be read.
    private const int Kept = 2;

    private const string OffsetHeader = "Upload-Offset";

    public static void MapCheckpoints(this RouteGroupBuilder search, ApiOptions options)
    {
        var checkpoint = search.MapGroup("/trials/{number:int}/checkpoints/{epoch:int}").Needs(KeyScope.Work);
        checkpoint.MapPut("/", Put).WithName("PutCheckpoint")
            .WithSummary("Stores a checkpoint, or with Content-Range a part of it.")
            .TakesBody("The checkpoint: any bytes.", "application/octet-stream")
            .Produces<JobCheckpoint>(StatusCodes.Status201Created).Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status507InsufficientStorage)
            .WithMetadata(new RequestSizeLimitAttribute(options.MaxCheckpointBytes));
        checkpoint.MapGet("/", Get).WithName("GetCheckpoint").WithSummary("Returns a checkpoint. Range requests are supported.")
            .AnswersFile("application/octet-stream");
        checkpoint.MapMethods("/", [HttpMethods.Head], Offset).WithName("ShowCheckpointUpload")
            .WithSummary("Returns in the header Upload-Offset how many bytes of an upload have arrived.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>Returns the newest checkpoint of an earlier attempt whose epoch was reported; null if there is none.</summary>
    public static async Task<JobCheckpoint?> Newest(Lease lease, IFileStore files, CancellationToken cancellation)
    {
        var newest = (await files.List(lease.Trial, cancellation))
            .Where(file => file.Attempt < lease.Attempt && file.Attempt > lease.RestartedAfter && file.Epoch <= lease.ReportedEpochs
                && !lease.OtherRuns.Contains(file.Attempt))
            .OrderByDescending(file => file.Attempt).ThenByDescending(file => file.Epoch).ToList();
        return newest is [{ Epoch: { } epoch } file, ..] ? Create(file, epoch) : null;
    }

    private static async Task<IResult> Put(
        string id, int number, int epoch, int attempt, HttpContext context, SearchCalls calls, IFileStore files, CheckpointParts parts,
        CancellationToken cancellation)
    {
        var file = await FileOf(id, number, attempt, epoch, calls, cancellation);
        if (await parts.Take(file, RangeOf(context.Request), context.Request.Body, cancellation) is { } received)
        {
            context.Response.Headers[OffsetHeader] = Text(received);
            return TypedResults.Accepted((string?)null);
        }

        await parts.Store(file, files, cancellation);
        await Sweep(file, files, cancellation);
        var kept = Create(file, epoch);
        return TypedResults.Created(kept.Url, kept);
    }

    private static async Task<FileStreamHttpResult> Get(
        string id, int number, int epoch, int attempt, IFileStore files, CancellationToken cancellation)
    {
        if (!SearchIds.IsPossible(id))
            throw ApiException.NoSearch(id);
        var file = TrialFile.Checkpoint(new(new(id), number), attempt, epoch);
        return await files.Open(file, cancellation) is { } content
            ? TypedResults.Stream(content, "application/octet-stream", enableRangeProcessing: true)
            : throw ApiException.NotFound($"attempt {attempt} of trial {number} of search {id} left no checkpoint of epoch {epoch}");
    }

    /// <summary>Returns how much of an upload has arrived, so that it can be resumed after a broken connection.</summary>
    private static async Task<NoContent> Offset(
        string id, int number, int epoch, int attempt, HttpContext context, SearchCalls calls, CheckpointParts parts,
        CancellationToken cancellation)
    {
        context.Response.Headers[OffsetHeader] = Text(parts.Received(await FileOf(id, number, attempt, epoch, calls, cancellation)));
        return TypedResults.NoContent();
    }

    /// <summary>
    /// Returns the file of a checkpoint. Only the running attempt may write: otherwise another program owns the trial, or none does.
    /// </summary>
    /// <exception cref="ApiException">409: the attempt has no lease. 400: the trial has no such epoch.</exception>
    private static async Task<TrialFile> FileOf(
        string id, int number, int attempt, int epoch, SearchCalls calls, CancellationToken cancellation)
    {
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        var trial = await calls.AskOrNull(id, grain => grain.Trial(number), cancellation) ?? throw ApiException.NoTrial(id, number);
        if (!search.Spec.IsExternal || trial.State != TrialState.Running || trial.Attempt != attempt)
            throw ApiException.Conflict(
                $"attempt {attempt} of trial {number} has no lease of an external search, so its checkpoint is not stored");
        // Silos of an older version do not send the planned epochs.
        var epochs = Math.Max(trial.EpochsPlanned, search.Spec.Epochs);
        return epoch >= 1 && epoch <= epochs
            ? TrialFile.Checkpoint(new(new(id), number), attempt, epoch)
            : throw ApiException.Invalid(
                nameof(epoch),
                $"must be from 1 to {epochs}, the epochs of trial {number}, but is {epoch}; store the checkpoint under its own epoch");
    }

    private static (long From, long? Total) RangeOf(HttpRequest request)
    {
        if (request.Headers.ContentRange is not [{ } text])
            return (0, request.ContentLength);
        return ContentRangeHeaderValue.TryParse(text, out var range) && range is { From: { } from, Length: { } total }
            ? (from, total)
            : throw ApiException.Invalid("Content-Range", $"must look like \"bytes 0-1048575/5242880\", but is \"{text}\"");
    }

    /// <summary>Keeps the checkpoint that was just stored, whatever its epoch, and the newest of the others.</summary>
    private static async Task Sweep(TrialFile stored, IFileStore files, CancellationToken cancellation)
    {
        foreach (var old in (await files.List(stored.Trial, cancellation))
            .Where(file => file.Attempt == stored.Attempt && file.Epoch is not null && file != stored)
            .OrderByDescending(file => file.Epoch).Skip(Kept - 1))
            await files.Delete(old, cancellation);
    }

    private static JobCheckpoint Create(TrialFile file, int epoch) => new(epoch, JobCheckpoint.UrlOf(file.Trial, file.Attempt, epoch));

    private static string Text(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
