using System.Net;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Cluster;

public sealed class ClusterApiTests(Api api)
{
    [Theory]
    [InlineData("/healthz", "alive")]
    [InlineData("/readyz", "ready")]
    public async Task A_silo_that_answers_is_alive_and_ready(string path, string said)
    {
        Assert.Equal(said, await api.Http.GetStringAsync(path));
    }

    [Fact]
    public async Task The_api_describes_itself()
    {
        var paths = JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!["paths"]!.AsObject().Select(path => path.Key);

        Assert.Contains("/api/searches/{id}/trials/{number}/model", paths);
        Assert.Contains("/api/datasets/{name}", paths);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_a_problem_too()
    {
        using var response = await api.Http.GetAsync("/api/nothing");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(response)).Status);
    }
}
