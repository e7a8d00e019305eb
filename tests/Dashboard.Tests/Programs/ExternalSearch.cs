using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Paretune.Dashboard.Tests.Programs;

/// <summary>An external search on the API, and its programs as plain HTTP requests.</summary>
internal sealed class ExternalSearch(Api api, string id)
{
    public string Id => id;

    /// <summary>Two trials of two epochs.</summary>
    public static JsonObject File(string name = "programs", JsonObject? limits = null) => new()
    {
        ["name"] = name,
        ["trainer"] = "external",
        ["space"] = new JsonObject { ["hyperparameters"] = new JsonObject { ["depth"] = new JsonArray(1, 2) } },
        ["epochs"] = 2,
        ["limits"] = limits ?? [],
    };

    public static async Task<ExternalSearch> On(Api api, JsonObject? file = null) => new(api, await api.Submit(file ?? File()));

    public Task<HttpResponseMessage> Post(string path, object body) => api.Http.PostAsJsonAsync($"/api/searches/{id}/{path}", body);

    public async Task<JsonNode> Lease(string worker = "lab-1", string? session = "s")
    {
        using var answer = await Post("leases", session is null ? new { worker } : new { worker, session });
        return await Body(answer);
    }

    public async Task<JsonNode> Signal(int trial, object signal)
    {
        using var answer = await Post($"trials/{trial}/signals", signal);
        return await Body(answer);
    }

    public Task<JsonNode> Report(int trial, int attempt, int epoch, double accuracy = 0.5) =>
        Signal(trial, new { attempt, kind = "report", epoch, accuracy, loss = 1 - accuracy, parameters = 10 * trial });

    public Task<TrialView> Trial(int number) => Detail(number);

    private async Task<TrialView> Detail(int number) => (await api.Get<TrialDetail>($"/api/searches/{id}/trials/{number}")).Trial;

    private static async Task<JsonNode> Body(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
