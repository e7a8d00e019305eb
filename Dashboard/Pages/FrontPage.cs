using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Searches;

namespace Paretune.Dashboard.Pages;

/// <summary>The page at <c>/</c>: the searches and where to go on. Plain HTML, nothing loaded from elsewhere.</summary>
internal static class FrontPage
{
    public static void MapFrontPage(this IEndpointRouteBuilder app) => app.MapGet("/", Show).ExcludeFromDescription();

    private static async Task<ContentHttpResult> Show(SearchCalls calls, HttpResponse response, CancellationToken cancellation)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        return TypedResults.Text(Page((await calls.List(cancellation)).Searches), "text/html", Encoding.UTF8);
    }

    private static string Page(IReadOnlyCollection<SearchView> searches) => $$"""
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Paretune</title>
        <style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
        td, th { text-align: left; padding-right: 1.5rem }</style>
        <h1>Paretune</h1>
        <p>Submit with <code>paretune search submit FILE</code>, follow with <code>paretune search watch ID</code>.</p>
        <h2>Searches</h2>
        {{(searches.Count == 0 ? "<p>None yet.</p>" : Table(searches))}}
        <p><a href="/api/searches">Searches</a>, <a href="/api/datasets">data sets</a> and <a href="/api/cluster">cluster</a> as JSON;
        <a href="/openapi/v1.json">the API's description</a>.</p>
        </html>
        """;

    private static string Table(IEnumerable<SearchView> searches) =>
        $"<table><tr><th>id<th>name<th>state<th>trials over<th>optimum</tr>{string.Concat(searches.Select(Row))}</table>";

    private static string Row(SearchView search)
    {
        var counts = search.Counts;
        var over = counts.Total - counts.Waiting - counts.Running - counts.Paused;
        var optimum = search.Optimum is { Trial: > 0 } chosen ? $"trial {chosen.Trial}" : "";
        return $"""
            <tr><td><a href="/api/searches/{search.Id}">{search.Id}</a><td>{HtmlEncoder.Default.Encode(search.Name)}
            <td>{search.State}<td>{over} of {counts.Total}<td>{optimum}</tr>
            """;
    }
}
