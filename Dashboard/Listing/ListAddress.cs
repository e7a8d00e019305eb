using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Listing;

/// <summary>
/// Formats the address of a list of searches. Favourites are stored in the browser, so the address only says whether the list is limited to
/// them.
/// </summary>
internal static class ListAddress
{
    public static string Format(SearchQuery query, bool isFavourites)
    {
        var parts = new[] { SearchQueryText.Write(query with { Ids = [] }), isFavourites ? "favourites=true" : "" };
        return $"/?{string.Join('&', parts.Where(part => part is not ""))}";
    }
}
