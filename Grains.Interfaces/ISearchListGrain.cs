using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// Lists searches from their rows in the ledger (key 0); wakes none of them. Any number of activations answer, each on a silo that holds
/// searches.
/// </summary>
[Alias("Paretune.ISearchListGrain")]
public interface ISearchListGrain : IGrainWithIntegerKey
{
    /// <summary>The searches that match, newest first, one page of them.</summary>
    /// <exception cref="ArgumentException">The query's cursor is none that a page gave.</exception>
    [Alias("List")]
    Task<ListedSearches> List(SearchQuery query);

    /// <summary>Every search that was deleted; what is left of its trials' files may go.</summary>
    [Alias("Deleted")]
    Task<ImmutableArray<SearchId>> Deleted();

    /// <summary>
    /// What devices worked on between two moments, over all searches but one: of the searches that overlap longest,
    /// <see cref="DeviceTimeline.MostSearches"/> at most, and of each its newest attempts.
    /// </summary>
    /// <param name="except">Null where none is to be left out.</param>
    [Alias("Timeline")]
    Task<DeviceTimeline> Timeline(DateTimeOffset from, DateTimeOffset to, SearchId? except);

    /// <summary>Of a search that is about to start, what its trials would take of others on the workers that there are now.</summary>
    [Alias("Reusable")]
    Task<ReusableResults> Reusable(SearchSpec spec, Dataset dataset);
}

/// <summary>One attempt of one trial.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptSpan")]
public sealed record AttemptSpan([property: Id(0)] int Trial, [property: Id(1)] AttemptView Attempt);

/// <summary>The attempts of one search within a time.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchAttempts")]
public sealed record SearchAttempts(
    [property: Id(0)] SearchId Search, [property: Id(1)] string Name, [property: Id(2)] ImmutableArray<AttemptSpan> Attempts);

/// <summary>What devices worked on within a time.</summary>
/// <param name="Searches">Those that had attempts then.</param>
/// <param name="SearchesLeftOut">Further searches that were open in that time and were not included.</param>
/// <param name="AttemptsLeftOut">Older attempts of the searches that are shown.</param>
[GenerateSerializer, Immutable, Alias("Paretune.DeviceTimeline")]
public sealed record DeviceTimeline(
    [property: Id(0)] ImmutableArray<SearchAttempts> Searches, [property: Id(1)] int SearchesLeftOut,
    [property: Id(2)] int AttemptsLeftOut)
{
    public const int MostSearches = 12, MostAttempts = 2_000;

    public static DeviceTimeline Empty { get; } = new([], 0, 0);
}

/// <summary>Which searches to list. Fields that are not set do not restrict; archived searches are left out by default.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchQuery")]
public sealed record SearchQuery
{
    public const int LargestPage = 1000;

    /// <summary>In one of these states; empty for any.</summary>
    [Id(0)] public ImmutableArray<SearchState> States { get; init; } = [];
    [Id(1)] public string? Owner { get; init; }
    [Id(2)] public string? Dataset { get; init; }

    /// <summary>
    /// Words that must all occur in the search's name, id, dataset, networks, tags or note, whatever their case.
    /// </summary>
    [Id(3)] public string? Text { get; init; }

    /// <summary>False for those that were not put away, true for those that were, null for both.</summary>
    [Id(4)] public bool? Archived { get; init; } = false;

    /// <summary>Searches on a page, 1 to <see cref="LargestPage"/>.</summary>
    [Id(5)] public int Limit { get; init; } = 100;

    /// <summary>The <see cref="ListedSearches.Next"/> of the page before; null for the first page.</summary>
    [Id(6)] public string? Cursor { get; init; }

    /// <summary>Tags that a search must all have, whatever their case; empty for any.</summary>
    [Id(16)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Only these searches, at most <see cref="LargestPage"/>; empty for any.</summary>
    [Id(58)] public ImmutableArray<SearchId> Ids { get; init; } = [];
}

/// <summary>One page of a list of searches.</summary>
/// <param name="Next">Leads to the next page; null where this is the last.</param>
/// <param name="Total">How many searches match on all pages.</param>
/// <param name="Unreadable">Searches that cannot be read back from the ledger, whatever was asked for; they are missing or out of
/// date.</param>
/// <param name="Pending">Searches whose rows are still being written, because the version before wrote none; they are missing or out of
/// date.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ListedSearches")]
public sealed record ListedSearches(
    [property: Id(0)] ImmutableArray<SearchView> Searches, [property: Id(1)] string? Next, [property: Id(2)] int Total,
    [property: Id(3)] ImmutableArray<SearchId> Unreadable, [property: Id(4)] int Pending);

/// <summary>How many configurations of a search have been trained before, so that its trials take those results.</summary>
/// <param name="Configurations">That were looked up: those of the space, <c>2000</c> at most.</param>
/// <param name="From">The searches that have them, each with how many, the one with most first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ReusableResults")]
public sealed record ReusableResults(
    [property: Id(0)] int Configurations, [property: Id(1)] int Known, [property: Id(2)] ImmutableArray<ReusableSearch> From)
{
    public static ReusableResults None { get; } = new(0, 0, []);
}

/// <summary>A search that has results for another.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.ReusableSearch")]
public sealed record ReusableSearch([property: Id(0)] SearchId Search, [property: Id(1)] int Results);
