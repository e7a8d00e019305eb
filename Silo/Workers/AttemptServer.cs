using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Paretune.Dashboard;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Programs;
using Paretune.Dashboard.Searches;
using Paretune.Silo.Start;
using Paretune.Training.Commands;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Programs;
using Paretune.Tuning.Searches;

namespace Paretune.Silo.Workers;

/// <summary>
/// Serves the protocol of programs (docs/protocol.md) to the commands that this process's workers run. Listens on a loopback port once the
/// first command runs. A caller needs the token of a running attempt and can access only that attempt.
/// </summary>
internal sealed class AttemptServer(SearchCalls calls, ILoggerFactory logs) : IAttemptServer, IAsyncDisposable
{
    private const string Bearer = "Bearer ";

    // The process has two seconds left when its services are disposed of.
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ProgramAttempt> _attempts = [];
    private readonly Lock _gate = new();
    private WebApplication? _app;

    public Uri Open(ProgramAttempt attempt)
    {
        _attempts[attempt.Token] = attempt;
        lock (_gate)
        {
            _app ??= Started();
            return new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        }
    }

    public void Close(ProgramAttempt attempt) => _attempts.TryRemove(attempt.Token, out _);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await AppEnd.Stop(_app, EndWithin);
    }

    private WebApplication Started()
    {
        // Ignores the process's settings, whose addresses are for other servers.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port: 0);
            kestrel.Limits.MaxRequestBodySize = ApiOptions.MaxJsonBytes;
        });
        builder.Services.AddSingleton(logs).AddRouting().AddProblemDetails().AddExceptionHandler<ApiExceptionHandler>();
        builder.Services.ConfigureHttpJsonOptions(json => ParetuneJson.Configure(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseRouting();
        var search = app.MapGroup("/api/searches/{id}");
        search.MapPost("/leases", Lease);
        search.MapPost("/costs", Count);
        search.MapPost("/trials/{number:int}/signals", Signal);
        app.Start();
        return app;
    }

    /// <summary>Returns the trial that the program was started for.</summary>
    private TrialJob Lease(string id, HttpContext context)
    {
        var attempt = Known(id, context);
        if (attempt.IsOver)
            throw new ApiException(StatusCodes.Status410Gone, "this program was started for one trial, which is over; exit now", []);
        var job = TrialJob.From(attempt.Lease);
        return attempt.Checkpoint == 0 ? job : job with { Checkpoint = new(attempt.Checkpoint, "") };
    }

    private async Task<ProgramAnswer> Signal(string id, int number, HttpContext context, CancellationToken cancellation)
    {
        var attempt = Known(id, context);
        Check(attempt, number);
        var reading = SignalReader.Read(await JsonBody.Read(context.Request, cancellation), attempt.Trial);
        var signal = reading.Signal ?? throw ApiException.Invalid(reading.Errors);
        if (attempt.WhyNot(signal) is { } error)
            throw ApiException.Invalid("", error);
        return await Answer(attempt, signal, cancellation);
    }

    private async Task<ProgramAnswer> Count(string id, HttpContext context, CancellationToken cancellation)
    {
        var attempt = Known(id, context);
        var (number, of, cost, errors) = SignalReader.ReadCost(await JsonBody.Read(context.Request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        Check(attempt, number);
        var job = attempt.Lease.Job;
        if (job.Limits is { } limits && ModelLimits.WhyOver(limits, MetricTable.From(job.Metrics), cost) is { } over)
            return await Answer(attempt, new AttemptEnd
            {
                Trial = attempt.Trial,
                Attempt = of,
                Failure = AttemptFailure.OverLimits,
                Message = over,
            }, cancellation);
        return new(ProgramDecision.Continue, "");
    }

    private async Task<ProgramAnswer> Answer(ProgramAttempt attempt, Signal signal, CancellationToken cancellation) =>
        await ProgramApi.Answer(await attempt.Tell(signal), attempt.Trial, calls, cancellation);

    private ProgramAttempt Known(string id, HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var attempt = header.StartsWith(Bearer, StringComparison.Ordinal) ? _attempts.GetValueOrDefault(header[Bearer.Length..]) : null;
        return attempt is null
            ? throw new ApiException(
                StatusCodes.Status401Unauthorized,
                "this requires the PARETUNE_KEY of a running attempt; the key of a finished attempt is not valid", [])
            : attempt.Trial.Search.Value == id ? attempt : throw ApiException.NoSearch(id);
    }

    private static void Check(ProgramAttempt attempt, int number)
    {
        if (attempt.Trial.Number != number)
            throw ApiException.NoTrial(attempt.Trial.Search.Value, number);
    }
}
