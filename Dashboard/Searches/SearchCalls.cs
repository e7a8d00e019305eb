using System.Collections.Immutable;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Http;
using Paretune.Storage.Datasets;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>Asks searches, patiently; a search that does not exist is refused with 404.</summary>
internal sealed partial class SearchCalls(IClusterClient cluster, DatasetStore datasets, ILogger<SearchCalls> log)
{
    // A note is worth no longer wait; a silo of the version before has no answer at all.
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

    /// <summary>Starts the search; its notes say what its trials will take of others.</summary>
    public async Task<SearchView> Start(SearchId id, SearchSpec spec, Dataset dataset, string owner, CancellationToken cancellation)
    {
        var earlier = await Earlier(spec, dataset, cancellation);
        var reused = ReusedText.Note(await Reusable(spec, dataset, cancellation));
        var view = await GrainCall.Answer(
            () => earlier is null ? Grain(id.Value).Start(spec, dataset, owner) : Grain(id.Value).StartFrom(spec, dataset, owner, earlier),
            cancellation);
        return reused is null ? view : view with { Notes = [.. view.Notes.IsDefault ? [] : view.Notes, reused] };
    }

    /// <summary>What a search knows of the one that it starts from; null where it starts from none.</summary>
    /// <exception cref="ApiException">400: it cannot.</exception>
    public async Task<EarlierTrials?> Earlier(SearchSpec spec, Dataset dataset, CancellationToken cancellation)
    {
        if (spec.From is not { } from)
            return null;
        var older = await AskOrNull(from, grain => grain.Look(null), cancellation) ?? throw ApiException.Invalid(
            nameof(from), $"must be the ID of a search, but \"{Spelling.Shortened(from)}\" does not exist; see: paretune search list");
        var (trials, fault) = new EarlierSearch(spec, dataset, older).Read();
        return trials ?? throw ApiException.Invalid(nameof(from), fault!);
    }

    /// <summary>What trials of a search would take of others; nothing where that cannot be told now.</summary>
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

    /// <summary>The grain's answer, which is null only when the search does not exist.</summary>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        await AskOrNull(id, question, cancellation) ?? throw ApiException.NoSearch(id);

    /// <inheritdoc cref="Ask{T}(string, Func{ISearchGrain, Task{T}}, CancellationToken)"/>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : struct =>
        SearchIds.IsPossible(id) && await GrainCall.Answer(() => question(Grain(id)), cancellation) is { } answer
            ? answer
            : throw ApiException.NoSearch(id);

    /// <summary>The grain's answer, where null may mean something else too.</summary>
    public async Task<T?> AskOrNull<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        SearchIds.IsPossible(id) ? await GrainCall.Answer(() => question(Grain(id)), cancellation) : null;

    /// <summary>The grain's answer if it comes soon.</summary>
    /// <exception cref="ApiException">503: it does not.</exception>
    public Task<T> AskNow<T>(SearchId id, Func<ISearchGrain, Task<T>> question) =>
        GrainCall.Once(() => question(Grain(id.Value)), CancellationToken.None);

    /// <summary>Changes a search, if it is the caller's to change.</summary>
    public async Task<SearchView> Change(
        string id, Caller caller, Func<ISearchGrain, Task<SearchView?>> change, CancellationToken cancellation)
    {
        await CheckOwner(id, caller, cancellation);
        return await Ask(id, change, cancellation);
    }

    /// <summary>Has a search train more, if it is the caller's to change and the images that it began with are there.</summary>
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

    // Checked first, and not by the grain: an owner never changes, and the API decides who may act for whom.
    private async Task CheckOwner(string id, Caller caller, CancellationToken cancellation)
    {
        var search = await Ask(id, grain => grain.Show(), cancellation);
        if (!caller.MayChange(search))
            throw new ApiException(
                StatusCodes.Status403Forbidden,
                $"only its owner or an administrator may change a search, but {id} belongs "
                + $"to {(search.Owner is "" ? "nobody" : search.Owner)} and you are {caller.Owner}", []);
    }

    private ISearchGrain Grain(string id) => cluster.GetGrain<ISearchGrain>(id);

    [LoggerMessage(LogLevel.Warning, "Could not look up results to reuse: {Reason}")]
    private partial void LogNotLookedUp(Exception failure, string reason);
}
