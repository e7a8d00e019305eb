using System.Collections.Immutable;
using System.Security.Claims;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;
using Paretune.Storage.Trainers;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Searches;

/// <summary>
/// The HTTP endpoints that change a started or ended search: names and tags of the search and its trials, and adding, stopping, restarting
/// and extending trials.
/// </summary>
internal static class ChangeApi
{
    public static void MapChanges(this RouteGroupBuilder search)
    {
        Map(search, "/edit", "EditSearch", Edit, "Changes the name, tags and note of a search.",
            "An object with any of name, note, addTags and removeTags.");
        Map(search, "/retry", "RetrySearch", Retry, "Retries failed trials, and failed tests of members of the front.",
            "An object with trials, a list of numbers; without it, all failed trials are retried.");
        Map(search, "/trials/{number:int}/extend", "ExtendTrial", Extend, "Trains a completed trial for more epochs.",
            "An object with epochs, the number of epochs to add.");
        Map(search, "/trials", "AddTrials", Add, "Adds trials to a search with strategy: manual.",
            $"An object with trials, a list of at most {AddedTrialsReader.Most} configurations, such as {{ \"width\": 0.5 }}.");
        Map(search, "/trials/stop", "StopTrials", Stop, "Stops trials.", "An object with trials, a list of numbers.");
        Map(search, "/trials/tag", "TagTrials", Tag, "Adds tags to trials, and removes tags from them.",
            "An object with trials, a list of numbers, and addTags, removeTags or both.");
    }

    private static void Map(
        RouteGroupBuilder search, string path, string name, Delegate handler, string summary, string body) =>
        search.MapPost(path, handler).WithName(name).Needs(KeyScope.Submit).WithSummary(summary).TakesJson(body)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);

    private static async Task<SearchView> Edit(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var (edit, errors) = EditReader.Read(await JsonBody.Read(request, cancellation));
        return edit is null ? throw ApiException.Invalid(errors)
            : await calls.Change(id, Caller.From(user), grain => grain.Edit(edit), cancellation);
    }

    private static async Task<SearchView> Retry(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var (trials, errors) = TrialsReader.Trials(await JsonBody.Read(request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        await MustExist(id, trials, calls, cancellation);
        return await calls.Train(id, Caller.From(user), grain => grain.Retry(trials), cancellation);
    }

    private static async Task<AddedTrials> Add(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, TrainerStore trainers, CancellationToken cancellation)
    {
        var body = await JsonBody.Read(request, cancellation);
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        // For other strategies the grain gives the right error: the problem is not the search's space.
        var (trials, errors) = search.Spec.Strategy.Kind == StrategyCatalog.Manual
            ? AddedTrialsReader.Read(body, search.Spec, trainers.List()) : ([], []);
        return !errors.IsEmpty ? throw ApiException.Invalid(errors)
            : await calls.Train(id, Caller.From(user), grain => grain.AddTrials(trials), cancellation);
    }

    private static async Task<SearchView> Stop(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var (trials, errors) = TrialsReader.Named(await JsonBody.Read(request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        await MustExist(id, trials, calls, cancellation);
        return await calls.Change(id, Caller.From(user), grain => grain.StopTrials(trials), cancellation);
    }

    private static async Task<SearchView> Tag(
        string id, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var (tags, errors) = TrialsReader.Tags(await JsonBody.Read(request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        await MustExist(id, tags.Trials, calls, cancellation);
        return await calls.Change(
            id, Caller.From(user), grain => grain.TagTrials(tags.Trials, tags.Add, tags.Remove), cancellation);
    }

    /// <exception cref="ApiException">The search does not have one of the trials.</exception>
    private static async Task MustExist(string id, ImmutableArray<int> trials, SearchCalls calls, CancellationToken cancellation)
    {
        var known = await calls.Ask(id, grain => grain.Look(trials), cancellation);
        foreach (var missing in trials.Except(known.Trials.Select(trial => trial.Number)))
            throw ApiException.NoTrial(id, missing);
    }

    private static async Task<SearchView> Extend(
        string id, int number, HttpRequest request, ClaimsPrincipal user, SearchCalls calls, CancellationToken cancellation)
    {
        var (epochs, errors) = TrialsReader.Epochs(await JsonBody.Read(request, cancellation));
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        await calls.Ask(id, grain => grain.Show(), cancellation);
        if (await calls.AskOrNull(id, grain => grain.Trial(number), cancellation) is null)
            throw ApiException.NoTrial(id, number);
        return await calls.Train(id, Caller.From(user), grain => grain.ExtendTrial(number, epochs), cancellation);
    }
}
