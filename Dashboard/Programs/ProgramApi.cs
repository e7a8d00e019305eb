using System.Security.Cryptography;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Files;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Programs;
using Paretune.Tuning.Searches;

namespace Paretune.Dashboard.Programs;

/// <summary>
/// The HTTP endpoints for programs outside the cluster that train the trials of an external search: docs/protocol.md, version 1.
/// </summary>
internal static class ProgramApi
{
    // Soon enough to pick up a trial that another program returns.
    private const string RetryAfterSeconds = "2";

    public static void MapPrograms(this IEndpointRouteBuilder app)
    {
        var search = app.MapGroup("/api/searches/{id}").WithTags("Programs").ProducesProblem(StatusCodes.Status404NotFound);
        Map(search, "/leases", "LeaseTrial", Lease)
            .WithSummary("Leases a trial of an external search. Answers 204 if none is waiting, and 410 if the search has ended.")
            .TakesJson("An object with worker and, optionally, device and session: docs/protocol.md.")
            .Produces<TrialJob>().Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status410Gone);
        Map(search, "/costs", "CountTrial", Count)
            .WithSummary("Checks the size of a leased trial's model against the limits of the search before it is trained.")
            .TakesJson("An object with trial, attempt, parameters and, optionally, bytes: docs/protocol.md.")
            .Produces<ProgramAnswer>();
        Map(search, "/trials/{number:int}/signals", "SignalTrial", Signal)
            .WithSummary("Reports an epoch, the progress or the end of a leased trial. The answer says whether to continue.")
            .TakesJson("An object with attempt, kind (report, progress or end) and the keys of that kind: docs/protocol.md.")
            .Produces<ProgramAnswer>();
        search.MapCheckpoints(app.ServiceProvider.GetRequiredService<ApiOptions>());
    }

    private static RouteHandlerBuilder Map(RouteGroupBuilder search, string path, string name, Delegate handler) =>
        search.MapPost(path, handler).WithName(name).Needs(KeyScope.Work)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<IResult> Lease(
        string id, HttpContext context, SearchCalls calls, IFileStore files, CancellationToken cancellation)
    {
        var worker = WorkerReader.Read(await JsonBody.Read(context.Request, cancellation), Drawn());
        if (await calls.AskOrNull(id, grain => grain.LeaseToProgram(worker), cancellation) is { } lease)
            return TypedResults.Ok(await Job(lease, calls, files, cancellation));
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        if (search.State.IsTerminal)
            throw new ApiException(
                StatusCodes.Status410Gone, $"search {id} is {StateWords.Format(search.State)}, so nothing is left to train", []);
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return TypedResults.NoContent();
    }

    /// <summary>Returns the job, with what is known about the trial from earlier attempts.</summary>
    private static async Task<TrialJob> Job(Lease lease, SearchCalls calls, IFileStore files, CancellationToken cancellation)
    {
        var job = TrialJob.From(lease);
        if (lease.ReportedEpochs == 0)
            return job;
        var detail = await calls.AskOrNull(lease.Trial.Search.Value, grain => grain.Detail(lease.Trial.Number), cancellation);
        return job with
        {
            Report = detail?.Curve.LastOrDefault() is { } last ? new(last.Epoch, last.Accuracy, last.ValidationLoss) : null,
            Checkpoint = await CheckpointApi.Newest(lease, files, cancellation),
        };
    }

    private static async Task<ProgramAnswer> Signal(
        string id, int number, HttpRequest request, SearchCalls calls, CancellationToken cancellation)
    {
        CheckNumber(id, number);
        var reading = SignalReader.Read(await JsonBody.Read(request, cancellation), new(new(id), number));
        return reading.Signal is { } signal ? await Judged(signal, calls, cancellation) : throw ApiException.Invalid(reading.Errors);
    }

    /// <summary>
    /// Handles the costs of a model counted before its training; a model that exceeds the search's limits is not trained.
    /// </summary>
    private static async Task<ProgramAnswer> Count(string id, HttpRequest request, SearchCalls calls, CancellationToken cancellation)
    {
        var (number, attempt, cost, errors) = SignalReader.ReadCost(await JsonBody.Read(request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        var trial = new TrialId(new(id), number);
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        return await Judged(
            ModelLimits.WhyOver(search.Spec, cost) is { } over
                ? new AttemptEnd { Trial = trial, Attempt = attempt, Failure = AttemptFailure.OverLimits, Message = over }
                : new StepProgress { Trial = trial, Attempt = attempt, Epoch = 1, Step = 0, Steps = 0, ImagesPerSecond = 0 },
            calls, cancellation);
    }

    private static async Task<ProgramAnswer> Judged(Signal signal, SearchCalls calls, CancellationToken cancellation)
    {
        var decision = await calls.Ask(signal.Trial.Search.Value, grain => grain.JudgeProgram(signal), cancellation);
        return await Answer(decision, signal.Trial, calls, cancellation);
    }

    /// <summary>Converts a decision to the protocol's words.</summary>
    internal static async Task<ProgramAnswer> Answer(
        Decision decision, TrialId trial, SearchCalls calls, CancellationToken cancellation) =>
        new(await Named(decision, trial, calls, cancellation), decision.Reason);

    private static async Task<ProgramDecision> Named(
        Decision decision, TrialId trial, SearchCalls calls, CancellationToken cancellation) => decision.Kind switch
        {
            DecisionKind.Continue => ProgramDecision.Continue,
            DecisionKind.Stop => ProgramDecision.Stop,
            DecisionKind.LeaseLost => ProgramDecision.LeaseLost,
            // A decision to pause is the same for a parked trial and a paused search, so the trial's state decides the word.
            _ => await calls.AskOrNull(trial.Search.Value, grain => grain.Trial(trial.Number), cancellation)
                is { State: TrialState.Parked } ? ProgramDecision.Park : ProgramDecision.Pause,
        };

    private static void CheckNumber(string id, int number)
    {
        if (number < 1)
            throw ApiException.NoTrial(id, number);
    }

    private static string Drawn() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
