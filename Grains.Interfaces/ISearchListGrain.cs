using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// Lists searches from their rows in the ledger, without activating any of them (grain key 0). Any number of activations answer, each on a
/// silo that hosts searches.
/// </summary>
[Alias("Paretune.ISearchListGrain")]
public interface ISearchListGrain : IGrainWithIntegerKey
{
    /// <summary>Returns one page of the searches that match, newest first.</summary>
    /// <exception cref="ArgumentException">The query's cursor did not come from a page.</exception>
    [Alias("List")]
    Task<ListedSearches> List(SearchQuery query);

    /// <summary>Returns every deleted search; the remaining files of its trials may be deleted.</summary>
    [Alias("Deleted")]
    Task<ImmutableArray<SearchId>> Deleted();

    /// <summary>
    /// Returns what devices worked on between two moments, over all searches but one: at most <see cref="DeviceTimeline.MostSearches"/>
    /// searches, those that overlap longest, with the newest attempts of each.
    /// </summary>
    /// <param name="except">The search to leave out; null for none.</param>
    [Alias("Timeline")]
    Task<DeviceTimeline> Timeline(DateTimeOffset from, DateTimeOffset to, SearchId? except);

    /// <summary>Returns how many results of other searches a new search could reuse, on the workers that are up now.</summary>
    [Alias("Reusable")]
    Task<ReusableResults> Reusable(SearchSpec spec, Dataset dataset);
}

/// <summary>One attempt of one trial.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptSpan")]
public sealed record AttemptSpan([property: Id(0)] int Trial, [property: Id(1)] AttemptView Attempt);

/// <summary>The attempts of one search within a period.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchAttempts")]
public sealed record SearchAttempts(
    [property: Id(0)] SearchId Search, [property: Id(1)] string Name, [property: Id(2)] ImmutableArray<AttemptSpan> Attempts);

/// <summary>What devices worked on within a period.</summary>
/// <param name="Searches">The searches that had attempts in the period.</param>
/// <param name="SearchesLeftOut">The number of further searches that were active in the period.</param>
/// <param name="AttemptsLeftOut">The number of older attempts of the listed searches that were left out.</param>
[GenerateSerializer, Immutable, Alias("Paretune.DeviceTimeline")]
public sealed record DeviceTimeline(
    [property: Id(0)] ImmutableArray<SearchAttempts> Searches, [property: Id(1)] int SearchesLeftOut,
    [property: Id(2)] int AttemptsLeftOut)
{
    public const int MostSearches = 12, MostAttempts = 2_000;

    public static DeviceTimeline Empty { get; } = new([], 0, 0);
}

/// <summary>Selects which searches to list. Fields that are not set do not restrict; archived searches are left out by default.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchQuery")]
public sealed record SearchQuery
{
    public const int LargestPage = 1000;

    /// <summary>The states to list; empty for any.</summary>
    [Id(0)] public ImmutableArray<SearchState> States { get; init; } = [];
    [Id(1)] public string? Owner { get; init; }
    [Id(2)] public string? Dataset { get; init; }

    /// <summary>Words that must all occur in the search's name, id, dataset, networks, tags or note, ignoring case.</summary>
    [Id(3)] public string? Text { get; init; }

    /// <summary>False for searches that are not archived, true for archived ones, null for both.</summary>
    [Id(4)] public bool? Archived { get; init; } = false;

    /// <summary>Searches on a page, 1 to <see cref="LargestPage"/>.</summary>
    [Id(5)] public int Limit { get; init; } = 100;

    /// <summary>The <see cref="ListedSearches.Next"/> of the page before; null for the first page.</summary>
    [Id(6)] public string? Cursor { get; init; }

    /// <summary>Tags that a search must have, ignoring case; empty for any.</summary>
    [Id(16)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Only these searches, at most <see cref="LargestPage"/>; empty for any.</summary>
    [Id(58)] public ImmutableArray<SearchId> Ids { get; init; } = [];
}

/// <summary>One page of a list of searches.</summary>
/// <param name="Next">The cursor of the next page; null on the last page.</param>
/// <param name="Total">How many searches match, on all pages.</param>
/// <param name="Unreadable">
/// Searches that could not be replayed from the ledger, whatever the query; they are missing from the list or out of date.
/// </param>
/// <param name="Pending">
/// Searches whose rows are still being written, because an earlier version wrote none; they are missing from the list or out of date.
/// </param>
[GenerateSerializer, Immutable, Alias("Paretune.ListedSearches")]
public sealed record ListedSearches(
    [property: Id(0)] ImmutableArray<SearchView> Searches, [property: Id(1)] string? Next, [property: Id(2)] int Total,
    [property: Id(3)] ImmutableArray<SearchId> Unreadable, [property: Id(4)] int Pending);

/// <summary>How many configurations of a search have been trained before, so that its trials can reuse the results.</summary>
/// <param name="Configurations">The number of configurations that were looked up: those of the space, at most <c>2000</c>.</param>
/// <param name="From">The searches with such results and how many each has, the most first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ReusableResults")]
public sealed record ReusableResults(
    [property: Id(0)] int Configurations, [property: Id(1)] int Known, [property: Id(2)] ImmutableArray<ReusableSearch> From)
{
    public static ReusableResults None { get; } = new(0, 0, []);
}

/// <summary>A search whose results another search can reuse.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.ReusableSearch")]
public sealed record ReusableSearch([property: Id(0)] SearchId Search, [property: Id(1)] int Results);
