using System.Net;
using System.Net.Http.Json;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>Importing with options, deleting and renaming datasets over HTTP.</summary>
public sealed class DatasetKeepingTests(Api api)
{
    [Fact]
    public async Task A_data_set_is_imported_by_choice_shown_renamed_and_deleted()
    {
        using var sent = Archive();

        using var imported = await api.Http.PutAsync("/api/datasets/kept?size=24&skip=true", sent);
        var detail = await api.Get<DatasetDetail>("/api/datasets/kept");
        using var renamed = await api.Http.PostAsync("/api/datasets/kept/rename?to=kept-2", null);
        using var deleted = await api.Http.DeleteAsync("/api/datasets/kept-2");
        using var gone = await api.Http.GetAsync("/api/datasets/kept-2");

        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        Assert.Equal((24, 4), (detail.Dataset.Size, detail.Account!.Taken));
        Assert.Equal("kept-2", (await renamed.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options))!.Name);
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_default_augmentation_comes_with_an_import_is_changed_and_is_what_a_search_takes()
    {
        using var sent = Archive();
        using var imported = await api.Http.PutAsync("/api/datasets/augmented?augmentation=none", sent);

        using var changed = await api.Http.PostAsync("/api/datasets/augmented/set?augmentation=crop", null);
        using var wrong = await api.Http.PostAsync("/api/datasets/augmented/set?augmentation=flips", null);
        using var fixedOne = await api.Http.PostAsync("/api/datasets/shapes/set?augmentation=none", null);
        using var gone = await api.Http.PostAsync("/api/datasets/nowhere/set?augmentation=none", null);

        Assert.Equal("none", (await imported.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options))!.Augmentation);
        Assert.Equal("crop", (await changed.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options))!.Augmentation);
        Assert.Equal("crop", (await api.Get<DatasetDetail>("/api/datasets/augmented")).Dataset.Augmentation);
        Assert.Equal(["augmentation"], (await Problem.From(wrong)).Fields);
        Assert.Equal(HttpStatusCode.Conflict, fixedOne.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task Choices_that_mean_nothing_are_refused_together()
    {
        using var sent = Archive();

        using var response = await api.Http.PutAsync("/api/datasets/wrong?size=0&encoding=klingon&augmentation=flop", sent);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, problem.Status);
        Assert.Equal(["size", "encoding", "augmentation"], problem.Fields);
    }

    [Theory]
    [InlineData("shapes", "is built in")]
    public async Task What_is_built_in_stays(string name, string told)
    {
        using var response = await api.Http.DeleteAsync($"/api/datasets/{name}");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.Conflict, problem.Status);
        Assert.Contains(told, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_set_that_an_open_search_uses_stays()
    {
        await using var own = new Api();
        await own.InitializeAsync();
        using var submitted = await own.Http.PostAsJsonAsync(
            "/api/searches", new { dataset = ListedDatasets.Name, epochs = 1, baseResolution = 8 });
        var search = await submitted.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options);

        using var deleted = await own.Http.DeleteAsync($"/api/datasets/{ListedDatasets.Name}");
        using var renamed = await own.Http.PostAsync($"/api/datasets/{ListedDatasets.Name}/rename?to=other", null);

        foreach (var response in new[] { deleted, renamed })
        {
            var problem = await Problem.From(response);
            Assert.Equal(HttpStatusCode.Conflict, problem.Status);
            Assert.Contains(search!.Id.Value, problem.Detail, StringComparison.Ordinal);
        }
    }

    private static ByteArrayContent Archive() =>
        new(ImageArchive.Sound(ballast: 10)) { Headers = { ContentType = new("application/zip") } };
}
