using System.Collections.Immutable;
using System.ComponentModel;
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
        searches.MapGet("/", List).WithName("ListSearches")
            .WithSummary("Lists searches, newest first. With limit or cursor, the header Link leads to the next page.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

#pragma warning disable IDE0060 // Named for the description of the API; read together below.
    private static async Task<ImmutableArray<SearchView>> List(
        [Description("Only searches in one of these states, such as running,paused.")] string? state,
        [Description("Only these searches, such as abcd2345,efgh6723.")] string? id,
        [Description("Only searches of this owner.")] string? owner,
        [Description("Only searches on this dataset.")] string? dataset,
        [Description("Only searches with this tag. Given several times, at most 100, only those with all of the tags.")] string[]? tag,
        [Description("Words, at most 100, that must all occur in name, ID, dataset, networks, tags or note.")] string? text,
        [Description("false for searches that are not archived, true for archived ones, or all. Default: false.")] string? archived,
        [Description("Searches on a page, 1 to 1000. Default: all searches on one page.")] string? limit,
        [Description("The cursor in the header Link of the previous page.")] string? cursor,
        HttpContext context, SearchCalls calls, CancellationToken cancellation)
#pragma warning restore IDE0060
    {
        var (query, onePage, errors) = SearchQueryText.Read(context.Request.Query);
        if (!errors.IsEmpty)
            throw ApiException.Invalid(errors);
        var page = onePage ? await calls.List(query, cancellation) : await calls.ListAll(query, cancellation);
        SetHeaders(context, query, page);
        return page.Searches;
    }

    private static void SetHeaders(HttpContext context, SearchQuery query, ListedSearches page)
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
            yield return $"still loading {page.Pending} {(page.Pending == 1 ? "search" : "searches")} of an earlier version; they will "
                + "appear here";
    }
}
