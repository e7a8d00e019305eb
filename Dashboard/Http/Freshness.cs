using Microsoft.Net.Http.Headers;

namespace Paretune.Dashboard.Http;

/// <summary>
/// ETags for answers that a browser may cache for its user if it revalidates them each time. Only the version is needed for that: for a
/// caller with a current copy, nothing is opened or created.
/// </summary>
internal static class Freshness
{
    /// <summary>Returns whether the caller's copy is current, to be answered with 304. Sets the ETag in either case.</summary>
    /// <param name="version">Letters, digits and hyphens; must change whenever the answer does.</param>
    public static bool Holds(HttpContext http, string version)
    {
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        var answer = http.Response.GetTypedHeaders();
        answer.ETag = tag;
        answer.CacheControl = new() { Private = true, NoCache = true };
        // A compressing proxy turns the tag into a weak one.
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
    }
}
