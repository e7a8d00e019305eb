using System.Net;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>Uploads when the disk is too small or the server stops.</summary>
public sealed class UploadTests
{
    [Fact]
    public async Task An_archive_that_does_not_fit_on_the_disk_is_refused_before_a_byte_is_read()
    {
        await using var api = new Api { Options = new() { MaxUploadBytes = long.MaxValue } };
        await api.InitializeAsync();
        using var content = new NeverSent(1L << 55);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/datasets/huge") { Content = content };
        request.Headers.ExpectContinue = true;

        using var response = await api.Http.SendAsync(request);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.InsufficientStorage, problem.Status);
        Assert.Contains("bytes free", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_unknown_length_that_grows_over_the_limit_is_refused_and_nothing_of_it_is_left()
    {
        await using var api = new Api { Options = new() { MaxUploadBytes = 1000 } };
        await api.InitializeAsync();
        using var content = new StreamContent(new MemoryStream(new byte[2000])) { Headers = { ContentType = new("application/gzip") } };
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/datasets/growing") { Content = content };
        request.Headers.TransferEncodingChunked = true;

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Problem.From(response)).Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(api.Home, "uploads")));
    }

    [Fact]
    public async Task What_a_killed_process_left_is_gone_after_the_start()
    {
        await using var api = new Api();
        var left = Directory.CreateDirectory(Path.Combine(api.Home, "uploads", "left")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "archive.zip"), "half");

        await api.InitializeAsync();

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public async Task An_import_ends_when_the_server_stops_and_says_so()
    {
        using var silent = new SilentServer();
        await using var api = new Api { Web = new(silent, disposeHandler: false) };
        await api.InitializeAsync();
        var importing = api.Http.PostAsync("/api/datasets/cifar10/fetch", null);
        await silent.Asked;

        var stopping = api.Stop();
        using var response = await importing;
        await stopping;

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
        Assert.Contains("the server is shutting down", problem.Detail, StringComparison.Ordinal);
    }
}
