using System.Collections.Concurrent;
using System.Collections.Immutable;
using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Searches;

/// <summary>Asks searches, patiently; a search that does not exist is refused with 404.</summary>
internal sealed partial class SearchCalls(IClusterClient cluster, TimeProvider clock, ILogger<SearchCalls> log)
{
    // Of one search in a list: enough to read a large one back from the ledger.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>All searches, newest first, and those that do not answer: one that cannot be read back must not hide the others.</summary>
    /// <param name="known">Those that need not be asked.</param>
    public async Task<(ImmutableArray<SearchView> Searches, ImmutableArray<SearchId> Silent)> List(
        CancellationToken cancellation, IReadOnlyDictionary<SearchId, SearchView>? known = null)
    {
        var ids = await GrainCall.Answer(() => cluster.GetGrain<IQueueGrain>(0).Searches(), cancellation);
        var silent = new ConcurrentBag<SearchId>();
        var views = await Task.WhenAll(ids.Select(async id => known?.GetValueOrDefault(id) ?? await Show(id, silent, cancellation)));
        return ([.. views.OfType<SearchView>()], [.. silent]);
    }

    public Task<SearchView> Start(SearchId id, SearchSpec spec, Dataset dataset, string owner, CancellationToken cancellation) =>
        GrainCall.Answer(() => Grain(id.Value).Start(spec, dataset, owner), cancellation);

    /// <summary>The grain's answer, which is null only when the search does not exist.</summary>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        await AskOrNull(id, question, cancellation) ?? throw Refusal.NoSearch(id);

    /// <inheritdoc cref="Ask{T}(string, Func{ISearchGrain, Task{T}}, CancellationToken)"/>
    public async Task<T> Ask<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : struct =>
        SearchIds.IsPossible(id) && await GrainCall.Answer(() => question(Grain(id)), cancellation) is { } answer
            ? answer
            : throw Refusal.NoSearch(id);

    /// <summary>The grain's answer, where null may mean something else too.</summary>
    public async Task<T?> AskOrNull<T>(string id, Func<ISearchGrain, Task<T?>> question, CancellationToken cancellation) where T : class =>
        SearchIds.IsPossible(id) ? await GrainCall.Answer(() => question(Grain(id)), cancellation) : null;

    /// <summary>The grain's answer if it comes soon.</summary>
    /// <exception cref="Refusal">503: it does not.</exception>
    public Task<T> AskNow<T>(SearchId id, Func<ISearchGrain, Task<T>> question) => GrainCall.Once(() => question(Grain(id.Value)), CancellationToken.None);

    /// <summary>Changes a search, if it is the caller's to change.</summary>
    // Asked first, not by the grain: an owner never changes, and who may act for whom is the API's to know.
    public async Task<SearchView> Change(string id, Caller caller, Func<ISearchGrain, Task<SearchView?>> change, CancellationToken cancellation)
    {
        var search = await Ask(id, grain => grain.Show(), cancellation);
        return caller.MayChange(search) ? await Ask(id, change, cancellation) : throw new Refusal(
            StatusCodes.Status403Forbidden,
            $"a search may be changed by its owner or an administrator, but {id} belongs to {(search.Owner is "" ? "nobody" : search.Owner)} "
            + $"and you are {caller.Owner}", []);
    }

    private async Task<SearchView?> Show(SearchId id, ConcurrentBag<SearchId> silent, CancellationToken cancellation)
    {
        try
        {
            return await Grain(id.Value).Show().WaitAsync(_patience, clock, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            LogSilent(failure, id);
            silent.Add(id);
            return null;
        }
    }

    private ISearchGrain Grain(string id) => cluster.GetGrain<ISearchGrain>(id);

    [LoggerMessage(LogLevel.Error, "Search {Search} does not answer and is left out of the list")]
    private partial void LogSilent(Exception failure, SearchId search);
}
