using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Paretune.Dashboard.Tests.Http;
using Paretune.Storage.Datasets;

namespace Paretune.Dashboard.Tests.Datasets;

public sealed class DatasetApiTests(Api api)
{
    [Fact]
    public async Task The_data_sets_there_are_listed()
    {
        await using var own = new Api(); // A new server, because other tests import datasets.
        await own.InitializeAsync();

        var listed = await own.Get<Dataset[]>("/api/datasets");

        Assert.Equal([ListedDatasets.Name, "shapes"], listed.Select(dataset => dataset.Name));
    }

    [Fact]
    public async Task A_data_set_is_shown_with_its_images_per_class()
    {
        var detail = await api.Get<DatasetDetail>($"/api/datasets/{ListedDatasets.Name}");

        Assert.Equal(ListedDatasets.Name, detail.Dataset.Name);
        Assert.Equal([600, 400], detail.TrainCounts);
        Assert.Equal([60, 40], detail.TestCounts);
    }

    [Fact]
    public async Task Samples_are_a_picture_that_is_not_made_again_for_who_has_it()
    {
        const string path = $"/api/datasets/{ListedDatasets.Name}/samples/1";
        await using var own = new Api();
        await own.InitializeAsync();
        using var first = await own.Http.GetAsync(path);
        ListedDatasets.RemoveTrainingImages(own.Home);

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await own.Http.SendAsync(request);

        Assert.Equal("image/png", first.Content.Headers.ContentType?.MediaType);
        Assert.Equal("PNG"u8.ToArray(), (await first.Content.ReadAsByteArrayAsync())[1..4]);
        Assert.Equal((true, true), (first.Headers.CacheControl?.Private, first.Headers.CacheControl?.NoCache));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("unknown", "unknown")]
    [InlineData("unknown/samples/1", "unknown")]
    [InlineData("..%2Flisted", "..%2Flisted")]
    [InlineData("listed/samples/7", "class 7")]
    [InlineData("listed/samples/-1", "class -1")]
    public async Task An_unknown_data_set_or_class_is_named(string path, string named)
    {
        using var response = await api.Http.GetAsync($"/api/datasets/{path}");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.NotFound, problem.Status);
        Assert.Contains(named, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_that_cannot_be_read_are_told_with_the_reason()
    {
        await using var own = new Api();
        await own.InitializeAsync();
        ListedDatasets.Cut(own.Home);

        using var response = await own.Http.GetAsync($"/api/datasets/{ListedDatasets.Name}");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
        Assert.Contains("train.bin must hold 3,073,000 bytes, but holds 1", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_reaches_the_import_byte_for_byte_and_leaves_nothing_behind()
    {
        // More than the 30 MB that Kestrel accepts by default.
        var archive = ImageArchive.Sound(ballast: 40_000_000);
        await using var own = new Api();
        await own.InitializeAsync();

        using var response = await Put("fresh", archive, "application/zip", own);

        Assert.Equal("fresh", (await response.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options))!.Name);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(archive)), DatasetCache.ReadHeader(ListedDatasets.Folder(own.Home, "fresh"))!.Source);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(own.Home, "uploads")));
    }

    [Fact]
    public async Task All_errors_of_an_archive_are_told_at_once()
    {
        using var response = await Put("faulty", ImageArchive.Broken(), "application/zip");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, problem.Status);
        Assert.Equal(["cat/1.png", "dog/1.png"], problem.Fields);
    }

    [Fact]
    public async Task What_is_no_archive_is_refused_before_it_is_read()
    {
        using var response = await Put("fresh", [1], "image/png");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, problem.Status);
        Assert.Contains("image/png", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_data_set_cannot_be_fetched()
    {
        using var response = await api.Http.PostAsync("/api/datasets/mnist/fetch", null);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, problem.Status);
        Assert.Contains("mnist", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public async Task A_name_that_breaks_the_rule_is_refused_before_a_byte_is_read(string name)
    {
        using var response = await Announce(Uri.EscapeDataString(name).Replace(".", "%2E", StringComparison.Ordinal), bytes: 1_000_000);

        Assert.InRange((int)response.StatusCode, 400, 499);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_name_with_a_NUL_does_not_get_past_the_web_server()
    {
        using var response = await Announce("a%00b", bytes: 1_000_000);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_name_as_long_as_a_path_may_be_is_refused()
    {
        using var response = await Announce(new string('A', 4096), bytes: 1_000_000);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Problem.From(response)).Status);
    }

    [Fact]
    public async Task An_archive_over_the_limit_is_refused_before_a_byte_is_read()
    {
        using var response = await Announce("large", api.Options.MaxUploadBytes + 1);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, problem.Status);
        Assert.Contains("Paretune:MaxUploadBytes", problem.Detail, StringComparison.Ordinal);
    }

    /// <summary>Announces an upload whose body must not be requested.</summary>
    private async Task<HttpResponseMessage> Announce(string name, long bytes)
    {
        using var content = new NeverSent(bytes);
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/datasets/{name}") { Content = content };
        request.Headers.ExpectContinue = true;
        return await api.Http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> Put(string name, byte[] archive, string type, Api? own = null)
    {
        using var content = new ByteArrayContent(archive) { Headers = { ContentType = new(type) } };
        return await (own ?? api).Http.PutAsync($"/api/datasets/{name}", content);
    }
}
