using System.Collections.Immutable;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Listing;

/// <summary>Applies one change to several searches.</summary>
internal static class SearchChanges
{
    private const int Named = 10;

    /// <summary>Changes every search that can be changed.</summary>
    /// <returns>For each search that was rejected, its name and the reason.</returns>
    public static async Task<ImmutableArray<string>> Run(IEnumerable<SearchView> searches, Func<SearchView, Task> change)
    {
        var refused = ImmutableArray.CreateBuilder<string>();
        foreach (var search in searches)
            try
            {
                await change(search);
            }
            catch (ApiException refusal)
            {
                refused.Add($"{search.Name} ({search.Id}): {refusal.Message}");
            }

        return refused.ToImmutable();
    }

    /// <summary>Returns the number of searches: "3 searches".</summary>
    public static string Count(IReadOnlyCollection<SearchView> searches) => searches.Count == 1 ? "1 search" : $"{searches.Count} searches";

    /// <summary>Returns the names of searches: "first, second and 3 more".</summary>
    public static string Names(IReadOnlyCollection<SearchView> searches) =>
        string.Join(", ", searches.Take(Named).Select(search => search.Name))
        + (searches.Count > Named ? $" and {searches.Count - Named} more" : "");
}
