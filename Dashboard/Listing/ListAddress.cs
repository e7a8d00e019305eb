using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Listing;

/// <summary>
/// Where a list of searches is found. Favourites are the browser's own, so that the address only says that they are meant.
/// </summary>
internal static class ListAddress
{
    public static string Format(SearchQuery query, bool isFavourites)
    {
        var parts = new[] { SearchQueryText.Write(query with { Ids = [] }), isFavourites ? "favourites=true" : "" };
        return $"/?{string.Join('&', parts.Where(part => part is not ""))}";
    }
}
