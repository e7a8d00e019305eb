using System.Collections.Immutable;
using System.Globalization;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Searches;

/// <summary>
/// The HTTP endpoint of the list: an array of searches, newest first. Returns all of them, or one page if a limit or a cursor is given; the
/// <c>Link</c> header points to the next page.
/// </summary>
internal static class SearchListApi
{
    public static void MapList(this RouteGroupBuilder searches) =>
        searches.MapGet("/", List).WithName("ListSearches").ProducesProblem(StatusCodes.Status400BadRequest);

    /// <param name="state">Only searches in one of these states, such as <c>running,paused</c>.</param>
    /// <param name="id">Only these searches, such as <c>abcd2345,efgh6723</c>.</param>
    /// <param name="owner">Only searches of this owner.</param>
    /// <param name="dataset">Only searches on this dataset.</param>
    /// <param name="tag">Only searches with this tag; if given several times, with all of the tags.</param>
    /// <param name="text">Words that must all occur in name, id, dataset, networks, tags or note.</param>
    /// <param name="archived"><c>false</c> (default), <c>true</c> for archived searches only, <c>all</c> for both.</param>
    /// <param name="limit">Searches per page.</param>
    /// <param name="cursor">The cursor from the <c>Link</c> header of the previous page.</param>
#pragma warning disable IDE0060 // Named for the description of the API; read together below.
    private static async Task<ImmutableArray<SearchView>> List(
        string? state, string? id, string? owner, string? dataset, string[]? tag, string? text, string? archived, string? limit,
        string? cursor, HttpContext context, SearchCalls calls, CancellationToken cancellation)
#pragma warning restore IDE0060
    {
        var (query, onePage, faults) = SearchQueryText.Read(context.Request.Query);
        if (!faults.IsEmpty)
            throw ApiException.Invalid(faults);
        var page = onePage ? await calls.List(query, cancellation) : await calls.ListAll(query, cancellation);
        Tell(context, query, page);
        return page.Searches;
    }

    private static void Tell(HttpContext context, SearchQuery query, ListedSearches page)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        headers[Headers.Total] = page.Total.ToString(CultureInfo.InvariantCulture);
        if (page.Next is { } next)
            headers.Link = $"<{request.PathBase}{request.Path}?{SearchQueryText.Write(query with { Cursor = next })}"
                + string.Create(CultureInfo.InvariantCulture, $"&limit={query.Limit}>; rel=\"next\"");
        var notes = Notes(page).ToList();
        if (notes.Count > 0)
            headers[Headers.Note] = string.Join("; ", notes);
    }

    private static IEnumerable<string> Notes(ListedSearches page)
    {
        if (page.Next is not null)
            yield return string.Create(CultureInfo.InvariantCulture, $"a page of {page.Searches.Length} of {page.Total} searches");
        if (!page.Unreadable.IsEmpty)
            yield return $"missing or out of date, because they could not be read: {string.Join(", ", page.Unreadable)}; the server's "
                + "log has the cause";
        if (page.Pending > 0)
            yield return $"{page.Pending} searches of an earlier version are still being loaded and will appear here";
    }
}
