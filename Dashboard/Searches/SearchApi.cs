using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Storage.Datasets;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>Searches over HTTP: submit, look, steer, follow.</summary>
internal static class SearchApi
{
    public static void MapSearches(this IEndpointRouteBuilder app)
    {
        var searches = app.MapGroup("/api/searches").WithTags("Searches");
        searches.MapList();
        searches.MapPost("/", Submit).WithName("SubmitSearch").Needs(KeyScope.Submit)
            .TakesBody("application/json").ProducesProblem(StatusCodes.Status400BadRequest);

        var search = searches.MapGroup("/{id}").ProducesProblem(StatusCodes.Status404NotFound);
        search.MapGet("/", Show).WithName("ShowSearch");
        search.MapGet("/front", Front).WithName("ShowFront");
        search.MapGet("/best", Best).WithName("ShowBest").TakesLimits().ProducesProblem(StatusCodes.Status400BadRequest);
        search.MapGet("/notifications", (string id, SearchCalls calls, CancellationToken cancellation) =>
                calls.Ask(id, grain => grain.Notifications(), cancellation))
            .WithName("ShowNotifications");
        search.MapGet("/events", (string id, long? after, HttpContext context, EventStream events) => events.Send(id, after, context))
            .WithName("FollowSearch").Produces(StatusCodes.Status200OK, contentType: "text/event-stream");

        MapSteer(search, "pause", grain => grain.Pause());
        Map(search, "resume", (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
            calls.Train(id, Caller.From(user), grain => grain.Resume(), cancellation));
        MapSteer(search, "cancel", grain => grain.Cancel());
        MapSteer(search, "finish", grain => grain.Finish());
        MapSteer(search, "archive", grain => grain.Archive(true));
        MapSteer(search, "unarchive", grain => grain.Archive(false));
        search.MapDelete("/", (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
                calls.Change(id, Caller.From(user), grain => grain.Delete(), cancellation))
            .WithName("DeleteSearch").Needs(KeyScope.Submit).ProducesProblem(StatusCodes.Status409Conflict);
        search.MapChanges();
        search.MapPost("/extend", Extend).WithName("ExtendSearch").Needs(KeyScope.Submit)
            .TakesBody("application/json").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        search.MapPost("/priority", Prioritise).WithName("PrioritiseSearch").Needs(KeyScope.Submit)
            .TakesBody("application/json").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Created<SearchView>> Submit(
        HttpRequest request, ClaimsPrincipal user, SearchCalls calls, DatasetStore datasets, TrainerStore trainers, ApiOptions options,
        CancellationToken cancellation)
    {
        var known = await datasets.ListNow(cancellation);
        var reading = SearchSpecReader.Read(await JsonBody.Read(request, cancellation), known, trainers.List(), options.Notify.Targets);
        if (reading.Spec is not { } spec)
            throw ApiException.Invalid(reading.Faults);
        var view = await calls.Start(
            SearchIds.Draw(), spec, SearchSpecReader.DatasetOf(spec, known), Caller.From(user).Owner, cancellation);
        return TypedResults.Created($"/api/searches/{view.Id}", view);
    }

    private static Task<SearchView> Show(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Show(), cancellation);

    private static Task<FrontView> Front(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Front(), cancellation);

    private static async Task<Optimum> Best(
        string id, string? rule, HttpRequest request, SearchCalls calls, CancellationToken cancellation)
    {
        var faults = ImmutableArray.CreateBuilder<Fault>();
        var limits = LimitQuery.Read(request.Query, faults);
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        CheckRule(rule, Objectives.From(search.Spec), faults);
        if (faults.Count > 0)
            throw ApiException.Invalid(faults.ToImmutable());
        return await calls.AskOrNull(id, grain => grain.Best(rule, limits), cancellation)
            ?? throw ApiException.NotFound($"no trial of search {id} qualifies: none has completed within the limits yet");
    }

    private static void CheckRule(string? rule, Objectives objectives, ImmutableArray<Fault>.Builder faults)
    {
        try
        {
            if (rule is not null && OptimumRule.Parse(rule).WhyNot(objectives) is { } fault)
                faults.Add(new(nameof(rule), fault));
        }
        catch (ArgumentException unknown)
        {
            faults.Add(new(nameof(rule), unknown.Message));
        }
    }

    private static void MapSteer(RouteGroupBuilder search, string verb, Func<ISearchGrain, Task<SearchView?>> steer) =>
        Map(search, verb, (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
            calls.Change(id, Caller.From(user), steer, cancellation));

    private static void Map(RouteGroupBuilder search, string verb, Delegate handler) =>
        search.MapPost($"/{verb}", handler)
            .WithName($"{verb}Search").Needs(KeyScope.Submit).ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>More of the budget, or a larger space where the body has one.</summary>
    private static async Task<SearchView> Extend(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, DatasetStore datasets, TrainerStore trainers,
        CancellationToken cancellation)
    {
        var body = await JsonBody.Read(request, cancellation);
        if (body.TryGetProperty("space", out _))
            return await ExtendSpace(id, body, Caller.From(user), calls, (datasets, trainers), cancellation);
        var (budget, faults) = SearchSpecReader.ReadBudget(body);
        return budget is null ? throw ApiException.Invalid(faults)
            : await calls.Train(id, Caller.From(user), grain => grain.Extend(budget), cancellation);
    }

    private static async Task<SearchView> ExtendSpace(
        string id, JsonElement body, Caller caller, SearchCalls calls, (DatasetStore Datasets, TrainerStore Trainers) known,
        CancellationToken cancellation)
    {
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        var reading = SpaceExtensionReader.Read(
            body, search.Spec, await known.Datasets.ListNow(cancellation), known.Trainers.List());
        return reading.Spec is not { } spec ? throw ApiException.Invalid(reading.Faults)
            : await calls.Train(id, caller, grain => grain.ExtendSpace(spec.Space, spec.Networks), cancellation);
    }

    private static async Task<SearchView> Prioritise(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var body = await JsonBody.Read(request, cancellation);
        const int highest = SearchSpecReader.HighestPriority;
        if (!body.TryGetProperty("priority", out var value) || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt32(out var priority) || priority is < -highest or > highest)
            throw ApiException.Invalid(
                "priority", $"must be a whole number from {-highest} to {highest}, but the body is {body.GetRawText()}");

        return await calls.Change(id, Caller.From(user), grain => grain.Prioritise(priority), cancellation);
    }
}
