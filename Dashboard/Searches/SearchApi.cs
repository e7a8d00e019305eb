using System.Collections.Immutable;
using System.ComponentModel;
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

/// <summary>The HTTP endpoints of searches: submit, show, steer and follow.</summary>
internal static class SearchApi
{
    public static void MapSearches(this IEndpointRouteBuilder app)
    {
        var searches = app.MapGroup("/api/searches").WithTags("Searches");
        searches.MapList();
        searches.MapPost("/", Submit).WithName("SubmitSearch").Needs(KeyScope.Submit)
            .WithSummary("Submits a search. The answer has its ID.")
            .TakesJson("The search file as JSON: docs/reference-search-file.md lists its keys.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        var search = searches.MapGroup("/{id}").ProducesProblem(StatusCodes.Status404NotFound);
        search.MapGet("/", Show).WithName("ShowSearch").WithSummary("Shows a search, with the counts of its trials.");
        search.MapGet("/front", Front).WithName("ShowFront").WithSummary("Shows the Pareto front of a search.");
        search.MapGet("/best", Best).WithName("ShowBest").WithSummary("Shows the recommended trial and the reason.")
            .TakesLimits().ProducesProblem(StatusCodes.Status400BadRequest);
        search.MapGet("/notifications", (string id, SearchCalls calls, CancellationToken cancellation) =>
                calls.Ask(id, grain => grain.Notifications(), cancellation))
            .WithName("ShowNotifications").WithSummary("Shows the state of the notifications of a search.");
        search.MapGet("/events", Follow).WithName("FollowSearch")
            .WithSummary("Streams the ledger entries of a search as server-sent events until it ends.")
            .AnswersFile("text/event-stream");

        MapSteer(search, "pause", "Pauses a search. Its devices are free within two seconds.", grain => grain.Pause());
        Map(search, "resume", "Resumes a paused search.",
            (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
                calls.Train(id, Caller.From(user), grain => grain.Resume(), cancellation));
        MapSteer(search, "cancel", "Cancels a search.", grain => grain.Cancel());
        MapSteer(search, "finish", "Ends a search early: trials that have started are completed, and no others start.",
            grain => grain.Finish());
        MapSteer(search, "archive", "Hides a search that has ended from lists.", grain => grain.Archive(true));
        MapSteer(search, "unarchive", "Shows an archived search in lists again.", grain => grain.Archive(false));
        search.MapDelete("/", (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
                calls.Change(id, Caller.From(user), grain => grain.Delete(), cancellation))
            .WithName("DeleteSearch").Needs(KeyScope.Submit)
            .WithSummary("Deletes a search that has ended, with its trials, checkpoints and models.")
            .ProducesProblem(StatusCodes.Status409Conflict);
        search.MapChanges();
        search.MapPost("/extend", Extend).WithName("ExtendSearch").Needs(KeyScope.Submit)
            .WithSummary("Extends the budget or the space of a search. A search that has completed or failed is reopened.")
            .TakesJson("An object with budget, the limits to raise; or with space, and network where it changes.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        search.MapPost("/priority", Prioritise).WithName("PrioritiseSearch").Needs(KeyScope.Submit)
            .WithSummary("Changes the priority of a search among those of its owner.")
            .TakesJson(
                $"An object with priority, a whole number from {-SearchSpecReader.HighestPriority} to {SearchSpecReader.HighestPriority}.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Created<SearchView>> Submit(
        HttpRequest request, ClaimsPrincipal user, SearchCalls calls, DatasetStore datasets, TrainerStore trainers, ApiOptions options,
        CancellationToken cancellation)
    {
        var known = await datasets.ListNow(cancellation);
        var reading = SearchSpecReader.Read(await JsonBody.Read(request, cancellation), known, trainers.List(), options.Notify.Targets);
        if (reading.Spec is not { } spec)
            throw ApiException.Invalid(reading.Errors);
        var view = await calls.Start(
            SearchIds.Draw(), spec, SearchSpecReader.DatasetOf(spec, known), Caller.From(user).Owner, cancellation);
        return TypedResults.Created($"/api/searches/{view.Id}", view);
    }

    private static Task<SearchView> Show(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Show(), cancellation);

    private static Task<FrontView> Front(string id, SearchCalls calls, CancellationToken cancellation) =>
        calls.Ask(id, grain => grain.Front(), cancellation);

    private static Task Follow(
        string id, [Description("Sequence number of the last entry that the caller has. Default: none.")] long? after,
        HttpContext context, EventStream events) => events.Send(id, after, context);

    private static async Task<Optimum> Best(
        string id, [Description("Rule that chooses the trial. Default: that of the search.")] string? rule, HttpRequest request,
        SearchCalls calls, CancellationToken cancellation)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        var limits = LimitQuery.Read(request.Query, errors);
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        CheckRule(rule, Objectives.From(search.Spec), errors);
        if (errors.Count > 0)
            throw ApiException.Invalid(errors.ToImmutable());
        return await calls.AskOrNull(id, grain => grain.Best(rule, limits), cancellation)
            ?? throw ApiException.NotFound(
                $"no trial of search {id} qualifies: none has completed within the limits with an accuracy whose 95 % interval is above "
                + "chance; relax the limits, or train more trials or more epochs");
    }

    private static void CheckRule(string? rule, Objectives objectives, ImmutableArray<ValidationError>.Builder errors)
    {
        try
        {
            if (rule is not null && OptimumRule.Parse(rule).WhyNot(objectives) is { } error)
                errors.Add(new(nameof(rule), error));
        }
        catch (ArgumentException unknown)
        {
            errors.Add(new(nameof(rule), unknown.Message));
        }
    }

    private static void MapSteer(RouteGroupBuilder search, string verb, string summary, Func<ISearchGrain, Task<SearchView?>> steer) =>
        Map(search, verb, summary, (string id, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation) =>
            calls.Change(id, Caller.From(user), steer, cancellation));

    private static void Map(RouteGroupBuilder search, string verb, string summary, Delegate handler) =>
        search.MapPost($"/{verb}", handler).WithSummary(summary)
            .WithName($"{verb}Search").Needs(KeyScope.Submit).ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>Extends the budget, or the space if the body has one.</summary>
    private static async Task<SearchView> Extend(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, DatasetStore datasets, TrainerStore trainers,
        CancellationToken cancellation)
    {
        var body = await JsonBody.Read(request, cancellation);
        if (body.TryGetProperty("space", out _))
            return await ExtendSpace(id, body, Caller.From(user), calls, (datasets, trainers), cancellation);
        var (budget, errors) = SearchSpecReader.ReadBudget(body);
        return budget is null ? throw ApiException.Invalid(errors)
            : await calls.Train(id, Caller.From(user), grain => grain.Extend(budget), cancellation);
    }

    private static async Task<SearchView> ExtendSpace(
        string id, JsonElement body, Caller caller, SearchCalls calls, (DatasetStore Datasets, TrainerStore Trainers) known,
        CancellationToken cancellation)
    {
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        var reading = SpaceExtensionReader.Read(
            body, search.Spec, await known.Datasets.ListNow(cancellation), known.Trainers.List());
        return reading.Spec is not { } spec ? throw ApiException.Invalid(reading.Errors)
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
