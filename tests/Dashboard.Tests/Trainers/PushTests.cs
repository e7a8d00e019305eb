using System.Formats.Tar;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Access;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Trainers;

/// <summary>Pushed trainers: who may push, and which version a search then trains with.</summary>
public sealed class PushTests(GuardedApi guarded, Api open)
{
    private const string Name = "pushed";

    [Fact]
    public async Task A_search_pins_the_version_that_is_current_when_it_is_submitted()
    {
        var first = (await Pushed(guarded.Admin, "one")).Version!;
        var before = await Submit(null);
        var second = (await Pushed(guarded.Admin, "two")).Version!;

        Assert.NotEqual(first, second);
        Assert.Equal(first, before.Spec.TrainerVersion);
        Assert.Equal(second, (await Submit(null)).Spec.TrainerVersion);
        Assert.Equal(first, (await Submit(first)).Spec.TrainerVersion);
        using var unknown = await Ask(HttpMethod.Post, "/api/searches", guarded.Admin, JsonContent.Create(Search("0123456789ab")));
        var errors = JsonNode.Parse(await unknown.Content.ReadAsStringAsync())!["errors"]!.ToJsonString();
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains($"must be a version of {Name} that the server has, one of {second}, {first}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_administrator_pushes_and_only_where_keys_are_needed()
    {
        var key = await guarded.Key(KeyScope.Submit);
        using var refused = await Push(guarded.Api, key.Key!, "one");
        using var unguarded = await Push(open, "", "one");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (refused.StatusCode, unguarded.StatusCode));
        Assert.Contains("requires that the server has keys", await unguarded.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await open.Get<TrainerReadResult[]>("/api/trainers"), one => one.Name == Name);
    }

    [Fact]
    public async Task What_is_no_tar_is_refused_before_it_is_read()
    {
        using var text = await Ask(HttpMethod.Put, $"/api/trainers/{Name}", guarded.Admin, new StringContent("x"));
        using var torn = await Push(guarded.Api, guarded.Admin, null);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity), (text.StatusCode, torn.StatusCode));
    }

    private async Task<TrainerReadResult> Pushed(string key, string content)
    {
        using var answer = await Push(guarded.Api, key, content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<TrainerReadResult>(ParetuneJson.Options))!;
    }

    /// <param name="content">The content of its script; null for a trainer without a declaration.</param>
    private static async Task<HttpResponseMessage> Push(Api api, string key, string? content)
    {
        var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            Add(writer, "train.py", content ?? "");
            if (content is not null)
                Add(writer, "trainer.yaml", "command: [python3, train.py]\n");
        }

        return await api.Send(
            HttpMethod.Put, $"/api/trainers/{Name}", key,
            new ByteArrayContent(tar.ToArray()) { Headers = { ContentType = new("application/x-tar") } });
    }

    private static void Add(TarWriter tar, string name, string content) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });

    private Task<HttpResponseMessage> Ask(HttpMethod method, string path, string key, HttpContent content) =>
        guarded.Api.Send(method, path, key, content);

    private async Task<SearchView> Submit(string? version)
    {
        using var answer = await Ask(HttpMethod.Post, "/api/searches", guarded.Admin, JsonContent.Create(Search(version)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!;
    }

    private static JsonObject Search(string? version)
    {
        var search = new JsonObject { ["trainer"] = Name, ["epochs"] = 1 };
        if (version is not null)
            search["trainerVersion"] = version;
        return search;
    }
}
