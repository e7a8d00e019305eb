using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Datasets;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>A search only trains further if the images that it started with still exist.</summary>
public sealed class FormerImagesTests(Api api)
{
    private readonly string _name = $"images-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task What_would_train_more_is_refused_once_the_name_holds_other_images()
    {
        var id = await Ended();
        await Delete(_name);
        await Import(ImageArchive.Many(level: 100));

        foreach (var (path, body) in Ways)
        {
            var problem = await Refused($"{id}/{path}", body);

            Assert.Equal(HttpStatusCode.Conflict, problem.Status);
            Assert.Contains($"the images of dataset {_name} have changed since it started", problem.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_dataset_that_is_called_otherwise_now_is_named_and_given_back_its_name_it_is_trained_on()
    {
        var id = await Ended();
        var other = $"{_name}-b";
        await Rename(_name, other);

        var missing = await Refused($"{id}/trials/1/extend", new() { ["epochs"] = 2 });
        await Rename(other, _name);
        using var extended = await api.Http.PostAsJsonAsync(
            $"/api/searches/{id}/trials/1/extend", new JsonObject { ["epochs"] = 2 });

        Assert.Equal(HttpStatusCode.Conflict, missing.Status);
        Assert.Contains($"paretune data rename {other} {_name}", missing.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, extended.StatusCode);
    }

    private static (string, JsonObject)[] Ways => [
        ("trials/1/extend", new() { ["epochs"] = 2 }),
        ("extend", new() { ["space"] = new JsonObject { ["width"] = new JsonArray(0.25, 0.5) } }),
        ("extend", new() { ["budget"] = new JsonObject { ["epochs"] = 9 } }),
        ("retry", []),
        ("resume", []),
    ];

    private async Task<string> Ended()
    {
        await Import(ImageArchive.Many(level: 200));
        var search = Api.Search(_name);
        search["dataset"] = _name;
        search["baseResolution"] = 8;
        var id = await api.Submit(search);
        await api.Complete(id);
        return id;
    }

    private async Task Import(byte[] archive)
    {
        using var sent = new ByteArrayContent(archive) { Headers = { ContentType = new("application/zip") } };
        using var imported = await api.Http.PutAsync($"/api/datasets/{_name}", sent);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());
    }

    private async Task Delete(string name)
    {
        using var response = await api.Http.DeleteAsync($"/api/datasets/{name}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task Rename(string name, string to)
    {
        using var response = await api.Http.PostAsync($"/api/datasets/{name}/rename?to={to}", null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task<Problem> Refused(string path, JsonObject body)
    {
        using var response = await api.Http.PostAsJsonAsync($"/api/searches/{path}", body);
        return await Problem.From(response);
    }
}
