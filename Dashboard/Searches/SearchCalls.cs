using System.Collections.Immutable;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Storage.Datasets;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>Calls search grains, repeating calls whose answer was lost; a search that does not exist gives 404.</summary>
internal sealed partial class SearchCalls(IClusterClient cluster, DatasetStore datasets, ILogger<SearchCalls> log)
{
    // The note is not worth a longer wait, and a silo of an older version does not answer at all.
    private static readonly TimeSpan PatienceWithReuse = TimeSpan.FromSeconds(2);

    /// <summary>One page of the searches that match, newest first.</summary>
    public Task<ListedSearches> List(SearchQuery query, CancellationToken cancellation) =>
        GrainCall.Answer(() => cluster.GetGrain<ISearchListGrain>(0).List(query), cancellation);

    /// <summary>All searches that match, as one page.</summary>
    public async Task<ListedSearches> ListAll(SearchQuery query, CancellationToken cancellation)
    {
        var searches = ImmutableArray.CreateBuilder<SearchView>();
        var page = await List(query with { Limit = SearchQuery.LargestPage }, cancellation);
        searches.AddRange(page.Searches);
        while (page.Next is { } next)
        {
            page = await List(query with { Limit = SearchQuery.LargestPage, Cursor = next }, cancellation);
            searches.AddRange(page.Searches);
        }

        return page with { Searches = searches.ToImmutable() };
    }

    /// <inheritdoc cref="ISearchListGrain.Timeline"/>
    public Task<DeviceTimeline> Timeline(DateTimeOffset from, DateTimeOffset to, SearchId? except, CancellationToken cancellation) =>
        GrainCall.Answer(() => cluster.GetGrain<ISearchListGrain>(0).Timeline(from, to, except), cancellation);

    /// <summary>Starts a search; its notes say which results its trials will reuse.</summary>
    public async Task<SearchView> Start(SearchId id, SearchSpec spec, Dataset dataset, string owner, CancellationToken cancellation)
    {
        var earlier = await Earlier(spec, dataset, cancellation);
        var reused = ReusedText.Note(await Reusable(spec, dataset, cancellation));
        var view = await GrainCall.Answer(
            () => earlier is null ? Grain(id.Value).Start(spec, dataset, owner) : Grain(id.Value).StartFrom(spec, dataset, owner, earlier),
            cancellation);
        return reused is null ? view : view with { Notes = [.. view.Notes.IsDefault ? [] : view.Notes, reused] };
    }

    /// <summary>Returns the trials of the search that a new one starts from; null if it starts from none.</summary>
    /// <exception cref="ApiException">400: the search cannot start from it.</exception>
    public async Task<PriorTrials?> Earlier(SearchSpec spec, Dataset dataset, CancellationToken cancellation)
    {
        if (spec.From is not { } from)
            return null;
        var older = await AskOrNull(from, grain => grain.Look(null), cancellation) ?? throw ApiException.Invalid(
            nameof(from), $"must be the ID of a search, but \"{Spelling.Shortened(from)}\" does not exist; see: paretune search list");
        var (trials, error) = new EarlierSearch(spec, dataset, older).Read();
        return trials ?? throw ApiException.Invalid(nameof(from), error!);
    }

    /// <summary>Returns how many results a search could reuse; none if that is not known at present.</summary>
    public async Task<ReusableResults> Reusable(SearchSpec spec, Dataset dataset, CancellationToken cancellation)
    {
        try
        {
            return await cluster.GetGrain<ISearchListGrain>(0).Reusable(spec, dataset).WaitAsync(PatienceWithReuse, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogNotLookedUp(failure, failure.Message);
            return ReusableResults.None;
        }
    }

    /// <summary>Returns the grain's answer, where null means that the search does not exist.</summary>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        await AskOrNull(id, question, cancellation) ?? throw ApiException.NoSearch(id);

    /// <inheritdoc cref="Ask{T}(string, Func{ISearchGrain, Task{T}}, CancellationToken)"/>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : struct =>
        SearchIds.IsPossible(id) && await GrainCall.Answer(() => question(Grain(id)), cancellation) is { } answer
            ? answer
            : throw ApiException.NoSearch(id);

    /// <summary>Returns the grain's answer, where null may also mean something else.</summary>
    public async Task<T?> AskOrNull<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        SearchIds.IsPossible(id) ? await GrainCall.Answer(() => question(Grain(id)), cancellation) : null;

    /// <summary>Returns the grain's answer without repeating the call.</summary>
    /// <exception cref="ApiException">503: the grain did not answer in time.</exception>
    public Task<T> AskNow<T>(SearchId id, Func<ISearchGrain, Task<T>> question) =>
        GrainCall.Once(() => question(Grain(id.Value)), CancellationToken.None);

    /// <summary>Changes a search, if the caller may change it.</summary>
    public async Task<SearchView> Change(
        string id, Caller caller, Func<ISearchGrain, Task<SearchView?>> change, CancellationToken cancellation)
    {
        await CheckOwner(id, caller, cancellation);
        return await Ask(id, change, cancellation);
    }

    /// <summary>Makes a search train more, if the caller may change it and the images that it started with exist.</summary>
    public async Task<T> Train<T>(
        string id, Caller caller, Func<ISearchGrain, Task<T?>> change, CancellationToken cancellation) where T : class
    {
        await CheckOwner(id, caller, cancellation);
        var look = await Ask(id, grain => grain.Look([]), cancellation);
        if (look.Search.Spec.Dataset != look.Search.Spec.Trainer)
        {
            await PresentDatasets.OrAway(() => datasets.Refresh(cancellation));
            if (datasets.WhyNot(look.Dataset) is { } wrong)
                throw new ApiException(StatusCodes.Status409Conflict, $"search {id} cannot train more: {wrong}", []);
        }

        return await Ask(id, change, cancellation);
    }

    // The owner is checked first, and not in the grain: it never changes, and the API decides on permissions.
    private async Task CheckOwner(string id, Caller caller, CancellationToken cancellation)
    {
        var search = await Ask(id, grain => grain.Show(), cancellation);
        if (!caller.MayChange(search))
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                $"search {id} can be changed only by its owner ({(search.Owner is "" ? "it has none" : search.Owner)}) or an "
                + $"administrator, but you are {caller.Owner}", []);
    }

    private ISearchGrain Grain(string id) => cluster.GetGrain<ISearchGrain>(id);

    [LoggerMessage(LogLevel.Warning, "Could not look up results to reuse: {Reason}")]
    private partial void LogNotLookedUp(Exception failure, string reason);
}
