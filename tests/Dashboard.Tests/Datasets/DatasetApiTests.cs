using System.Net;
using System.Net.Http.Json;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Datasets;

public sealed class DatasetApiTests(Api api)
{
    [Fact]
    public async Task The_data_sets_there_are_listed()
    {
        var listed = await api.Get<Dataset[]>("/api/datasets");

        Assert.Equal([ListedDatasets.Name], listed.Select(dataset => dataset.Name));
    }

    [Fact]
    public async Task An_archive_reaches_the_import_byte_for_byte_and_leaves_nothing_behind()
    {
        // More than the 30 MB that Kestrel takes by default.
        var archive = new byte[40_000_000];
        new Random(1).NextBytes(archive);

        using var response = await Put("fresh", archive, "application/gzip");

        Assert.Equal("fresh", (await response.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options))!.Name);
        Assert.Equal(archive, api.Datasets.Imported);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(api.Home, "uploads")));
    }

    [Fact]
    public async Task All_faults_of_an_archive_are_told_at_once()
    {
        using var response = await Put("faulty", ListedDatasets.Broken, "application/zip");

        var problem = await Problem.Of(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, problem.Status);
        Assert.Equal(["a.bin@17", "b.bin"], problem.Fields);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_before_it_is_read()
    {
        using var response = await Put("fresh", [1], "image/png");

        var problem = await Problem.Of(response);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, problem.Status);
        Assert.Contains("image/png", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_data_set_cannot_be_fetched()
    {
        using var response = await api.Http.PostAsync("/api/datasets/mnist/fetch", null);

        var problem = await Problem.Of(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, problem.Status);
        Assert.Contains("mnist", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Put(string name, byte[] archive, string type)
    {
        using var content = new ByteArrayContent(archive) { Headers = { ContentType = new(type) } };
        return await api.Http.PutAsync($"/api/datasets/{name}", content);
    }
}
