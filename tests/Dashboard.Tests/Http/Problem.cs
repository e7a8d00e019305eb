using System.Net;
using System.Text.Json.Nodes;

namespace Paretune.Dashboard.Tests.Http;

/// <summary>The answer to a rejected request.</summary>
internal sealed record Problem(HttpStatusCode Status, string Detail, string[] Fields)
{
    public static async Task<Problem> From(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{response.StatusCode} {body}");
        var json = JsonNode.Parse(body)!;
        var errors = json["errors"]?.AsArray().Select(error => error!["field"]!.GetValue<string>()) ?? [];
        return new(response.StatusCode, json["detail"]?.GetValue<string>() ?? "", [.. errors]);
    }
}
