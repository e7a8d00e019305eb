using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Imports;

public sealed class DownloadTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly byte[] _archive;

    public DownloadTests()
    {
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
            Drawing.Save(Path.Combine(_folder.Source, file), SKColors.Red);
        using var packed = new MemoryStream();
        ZipFile.CreateFromDirectory(_folder.Source, packed);
        _archive = packed.ToArray();
    }

    [Fact]
    public async Task A_download_that_breaks_off_goes_on_where_it_ended()
    {
        using var server = new ArchiveServer(_archive, 300, 200);

        var result = await Store(server).Fetch("pets");

        Assert.Empty(result.Errors);
        Assert.Equal([0, 300, 500], server.Starts);
        Assert.Equal(2, result.Dataset?.TrainImages);
        Assert.Empty(Downloads());
    }

    [Fact]
    public async Task A_fetch_that_gave_up_goes_on_when_repeated()
    {
        using var server = new ArchiveServer(_archive, 100, 50, 50, 50, 50);

        var first = await Store(server).Fetch("pets");
        var second = await Store(server).Fetch("pets");

        Assert.Contains("last at byte 300", Assert.Single(first.Errors).Message);
        Assert.Empty(second.Errors);
        Assert.Equal([0, 100, 150, 200, 250, 300], server.Starts);
    }

    [Fact]
    public async Task A_server_without_ranges_begins_anew()
    {
        using var server = new ArchiveServer(_archive, 300) { KnowsRanges = false };

        var result = await Store(server).Fetch("pets");

        Assert.Empty(result.Errors);
        Assert.Equal("pets", result.Dataset?.Name);
    }

    [Fact]
    public async Task A_download_that_was_whole_but_not_checked_is_not_asked_for_again()
    {
        using var server = new ArchiveServer(_archive);
        await File.WriteAllBytesAsync(Directory.CreateDirectory(DownloadsFolder).FullName + "/images.zip.part", _archive);

        var result = await Store(server).Fetch("pets");

        Assert.Empty(result.Errors);
        Assert.Equal([_archive.Length], server.Starts);
    }

    [Fact]
    public async Task An_archive_with_another_checksum_is_refused_and_removed()
    {
        using var server = new ArchiveServer([.. _archive[..^1], (byte)(_archive[^1] + 1)]);

        var result = await Store(server).Fetch("pets");

        Assert.Contains("the archive's MD5 must be", Assert.Single(result.Errors).Message);
        Assert.Empty(Downloads());
        Assert.Null(_folder.Store.Find("pets"));
    }

    [Fact]
    public async Task A_server_that_refuses_is_not_asked_again()
    {
        using var server = new ArchiveServer(_archive) { Refusal = HttpStatusCode.NotFound };

        var result = await Store(server).Fetch("pets");

        Assert.Contains("answers 404", Assert.Single(result.Errors).Message);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error()
    {
        var server = new ArchiveServer(_archive);
        server.Dispose();

        var result = await Store(server).Fetch("pets");

        Assert.Equal(server.Address.ToString(), Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task A_data_set_that_is_there_is_not_fetched_again()
    {
        using var server = new ArchiveServer(_archive);
        await Store(server).Fetch("pets");

        var again = await Store(server).Fetch("pets");

        Assert.Equal("pets", again.Dataset?.Name);
        Assert.Single(server.Starts);
    }

    [Fact]
    public async Task Only_known_data_sets_can_be_fetched()
    {
        var result = await _folder.Store.Fetch("imagenet");

        Assert.Equal(
            "must be one of cifar10, tiny-imagenet, but is \"imagenet\"; download other datasets yourself, then run paretune data "
                + "import", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task Progress_counts_the_archive_s_bytes()
    {
        using var server = new ArchiveServer(_archive);
        var steps = new Steps();

        await Store(server).Fetch("pets", steps);

        Assert.Contains(new DataProgress("downloading images.zip", _archive.Length, _archive.Length), steps.Reported);
    }

    public void Dispose() => _folder.Dispose();

    private string DownloadsFolder => Path.Combine(_folder.Home, "datasets", ".downloads");

    private string[] Downloads() => Directory.GetFiles(DownloadsFolder);

    [SuppressMessage("Security", "CA5351", Justification = "The publishers give MD5 only.")]
    private DatasetStore Store(ArchiveServer server) => new(_folder.Home)
    {
        Archives = ImmutableDictionary<string, RemoteArchive>.Empty.Add(
            "pets", new(server.Address, Convert.ToHexStringLower(MD5.HashData(_archive)))),
    };

    private sealed class Steps : IProgress<DataProgress>
    {
        public List<DataProgress> Reported { get; } = [];

        public void Report(DataProgress value) => Reported.Add(value);
    }
}
