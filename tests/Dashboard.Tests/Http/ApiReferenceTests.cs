using System.Text.Json.Nodes;
using Paretune.Dashboard.Http;
using Paretune.Testing;

namespace Paretune.Dashboard.Tests.Http;

/// <summary>docs/reference-api.md, which is generated from the description that the server gives of its API.</summary>
public sealed class ApiReferenceTests(Api api)
{
    [Fact]
    public async Task The_page_is_up_to_date() => DocsPage.Check("reference-api.md", ApiReference.Create(await Read()));

    [Fact]
    public async Task Every_endpoint_has_a_summary_and_every_parameter_and_body_a_description() => Assert.All(
        ApiReference.Operations(await Read()), operation =>
        {
            Assert.EndsWith(".", $"{operation.Json["summary"]}", StringComparison.Ordinal);
            Assert.All(
                operation.Parameters,
                parameter => Assert.EndsWith(".", $"{parameter["description"]}", StringComparison.Ordinal));
            if (operation.Json["requestBody"] is { } body)
                Assert.EndsWith(".", $"{body["description"]}", StringComparison.Ordinal);
        });

    [Theory]
    [InlineData("/healthz", "get", null)]
    [InlineData("/api/searches", "get", "read")]
    [InlineData("/api/searches", "post", "submit")]
    [InlineData("/api/searches/{id}/leases", "post", "work")]
    [InlineData("/api/keys", "get", "admin")]
    [InlineData("/api/trainers/{name}", "put", "admin")]
    public async Task The_description_names_the_scope_that_a_caller_needs(string path, string method, string? scope) =>
        Assert.Equal(scope, (await Read())["paths"]![path]![method]![ApiDescription.ScopeKey]?.GetValue<string>());

    [Fact]
    public async Task The_description_has_the_version_of_the_product() => Assert.Equal(
        typeof(ApiDescription).Assembly.GetName().Version!.ToString(fieldCount: 3), (await Read())["info"]!["version"]!.GetValue<string>());

    private async Task<JsonObject> Read() => JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!.AsObject();
}
