using Microsoft.Net.Http.Headers;

namespace Paretune.Dashboard.Http;

/// <summary>
/// For answers that a browser may keep for its user alone, if it asks each time whether they still hold. That costs no more than knowing
/// the version: nothing is opened or made for a caller that has it.
/// </summary>
internal static class Freshness
{
    /// <summary>
    /// Whether what the caller has still holds, which is to be answered with 304; names the version in the answer in any case.
    /// </summary>
    /// <param name="version">Letters, digits and hyphens; another whenever the answer would be.</param>
    public static bool Holds(HttpContext http, string version)
    {
        var tag = new EntityTagHeaderValue($"\"{version}\"");
        var answer = http.Response.GetTypedHeaders();
        answer.ETag = tag;
        answer.CacheControl = new() { Private = true, NoCache = true };
        // A proxy that compresses makes the tag a weak one.
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false));
    }
}
