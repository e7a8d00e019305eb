using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Imports;
using Paretune.Storage.Tests.Files;
using Paretune.Testing;
using SkiaSharp;

namespace Paretune.Storage.Tests.Datasets;

/// <summary>Datasets in a bucket on a server that speaks S3: each machine has a home of its own.</summary>
public sealed partial class DatasetBucketTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly List<IDisposable> _opened = [];
    private BucketServer? _server;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", BucketServer.Key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", BucketServer.Key);
        Draw(SKColors.Red);
        _server = await BucketServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _opened.ForEach(one => one.Dispose());
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_one_machine_imports_another_lists_shows_and_trains_on()
    {
        var imported = (await Import()).Dataset!;
        var other = Machine("other");

        await other.Refresh(default);
        var preview = await new DatasetPreview(other).Show("mine", default);
        var samples = await new DatasetPreview(other).Samples("mine", 0, default);
        var copiedBefore = Directory.Exists(CopyOf("other", "mine"));
        var prepared = await other.Prepare("mine", imported.Content, default);

        Assert.Equal(["mine", "shapes"], other.List().Select(one => one.Name));
        Assert.Equivalent(imported, prepared, strict: true);
        Assert.Equal([1, 1], preview!.TrainCounts);
        Assert.NotNull(samples);
        Assert.False(copiedBefore);
        Assert.Equal<ushort>([0, 1], other.Open("mine").Train.Labels.Order());
        Assert.Equal(4, other.Account("mine")?.Taken);
    }

    [Fact]
    public async Task A_half_upload_is_not_seen()
    {
        await Import();
        var objects = await Bucket().List("", default);
        await Bucket().Delete(objects.Single(one => one.Key.EndsWith("test.bin", StringComparison.Ordinal)).Key, default);
        var other = Machine("other");

        await other.Refresh(default);

        Assert.Equal(["shapes"], other.List().Select(one => one.Name));
        Assert.Null(await other.Prepare("mine", content: null, default));
        Assert.Equal("mine", (await Import()).Dataset?.Name);
        Assert.NotNull(await other.Prepare("mine", content: null, default));
    }

    [Fact]
    public async Task An_upload_that_breaks_imports_nothing_and_is_made_again()
    {
        Draw(SKColors.Red, side: 128);
        await using var wire = new Wire(_server!.Port);
        // In the middle of the second of two files of 98 kB.
        var cut = wire.CutAfter(150_000, forGood: true);

        var error = await Assert.ThrowsAsync<FileStoreException>(() => Machine("importer", wire.Port).Import("mine", _folder.Source));
        var other = Machine("other");
        await other.Refresh(default);
        var before = other.List().Select(one => one.Name).ToList();
        var again = await Import();

        Assert.True(cut.IsCompletedSuccessfully);
        Assert.True(error.MayPass);
        Assert.Contains("the bucket for datasets must be reachable", error.Message, StringComparison.Ordinal);
        Assert.Equal(["shapes"], before);
        Assert.Equal("mine", again.Dataset?.Name);
    }

    [Fact]
    public async Task A_part_whose_connection_breaks_is_read_again()
    {
        byte[] content = [.. Enumerable.Range(0, 1_000_000).Select(at => (byte)(at / 7))];
        await Bucket().Put("content", new MemoryStream(content), default);
        await using var wire = new Wire(_server!.Port);
        using var bucket = new Bucket(Place(wire.Port), BucketUse.Datasets, _folder.Path);
        var cut = wire.CutAfter(300_000);

        var part = await bucket.Read("content", from: 10, length: 900_000, default);

        Assert.True(cut.IsCompletedSuccessfully);
        Assert.Equal(content[10..900_010], part);
    }

    [Fact]
    public async Task Of_files_the_header_comes_last_and_goes_first()
    {
        await using var wire = new Wire(_server!.Port);
        var store = Machine("importer", wire.Port);

        await store.Import("mine", _folder.Source);
        var put = Names("PUT", wire.TakeRequests());
        await store.Rename("mine", "yours", default);
        var requests = wire.TakeRequests();
        var (copied, deleted) = (Names("PUT", requests), Names("DELETE", requests));

        Assert.Equal("mine/dataset.json", put[^1]);
        Assert.Equal(["mine/test.bin", "mine/train.bin"], put[..^1].Order());
        Assert.Equal("yours/dataset.json", copied[^1]);
        Assert.Equal("mine/dataset.json", deleted[0]);

        // A request is repeated if its connection is lost.
        static string[] Names(string verb, IReadOnlyList<string> requests) => [
            .. requests.Where(request => request.StartsWith(verb, StringComparison.Ordinal))
                .Select(request => request.Split('?')[0].Split("datasets/")[1]).Distinct()];
    }

    [Fact]
    public async Task A_renamed_dataset_is_found_by_its_new_name_alone()
    {
        var imported = (await Import()).Dataset!;
        var other = Machine("other");
        await other.Prepare("mine", content: null, default);

        var renamed = await Machine("importer").Rename("mine", "yours", default);
        await other.Refresh(default);

        Assert.Equal(("yours", imported.Content), (renamed?.Name, renamed?.Content));
        Assert.Equal(["shapes", "yours"], other.List().Select(one => one.Name));
        Assert.False(Directory.Exists(CopyOf("other", "mine")));
        Assert.NotNull(await other.Prepare("yours", imported.Content, default));
        Assert.Equal("yours", other.Open("yours").Dataset.Name);
    }

    [Fact]
    public async Task A_deleted_dataset_is_gone_everywhere_with_its_copies()
    {
        await Import();
        var other = Machine("other");
        await other.Prepare("mine", content: null, default);

        var deleted = await Machine("importer").Delete("mine", default);

        Assert.Equal("mine", deleted?.Name);
        Assert.Empty(await Bucket().List("", default));
        Assert.Null(await other.Prepare("mine", content: null, default));
        Assert.False(Directory.Exists(CopyOf("other", "mine")));
        Assert.Null(await Machine("importer").Delete("mine", default));
    }

    [Fact]
    public async Task Other_images_under_the_same_name_are_copied_again()
    {
        var first = (await Import()).Dataset!;
        var other = Machine("other");
        await other.Prepare("mine", first.Content, default);
        var before = (other.Identity("mine"), other.Open("mine").Train.Pixels);

        await Machine("importer").Delete("mine", default);
        Draw(SKColors.Blue);
        var second = (await Import()).Dataset!;
        await other.Prepare("mine", second.Content, default);

        Assert.NotEqual(before.Item1, other.Identity("mine"));
        Assert.NotEqual(before.Pixels, other.Open("mine").Train.Pixels);
    }

    [Fact]
    public async Task Images_that_a_search_did_not_start_with_are_told_and_not_copied()
    {
        var first = (await Import()).Dataset!;
        var other = Machine("other");

        var found = await other.Prepare("mine", "0123456789abcdef", default);

        Assert.Equal(first.Content, found?.Content);
        Assert.False(Directory.Exists(CopyOf("other", "mine")));
    }

    [Fact]
    public async Task A_name_that_another_machine_took_is_refused()
    {
        await Import();
        Draw(SKColors.Blue);

        var refused = await Machine("other").Import("mine", _folder.Source);

        Assert.Contains("\"mine\" holds other images", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_default_augmentation_is_known_to_other_machines()
    {
        await Import();
        var other = Machine("other");
        await other.Refresh(default);

        await Machine("importer").Augment("mine", "crop", default);
        await other.Refresh(default);

        Assert.Equal("crop", other.Find("mine")?.Augmentation);
    }

    [Fact]
    public async Task Kept_originals_are_resized_on_another_machine()
    {
        var archive = Path.Combine(_folder.Path, "mine.zip");
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(_folder.Source, archive);
        await Machine("importer").Import("mine", archive, new(KeepOriginals: true));

        var resized = await Machine("other").Resize("mine", "small", 8);

        Assert.Equal(("small", 8), (resized.Dataset?.Name, resized.Dataset?.Size));
    }

    [Fact]
    public async Task A_bucket_that_is_away_is_told_and_may_come_back()
    {
        await Import();
        await _server!.Kill();

        var error = await Assert.ThrowsAsync<FileStoreException>(() => Machine("other").Prepare("mine", content: null, default));
        await _server.Resume();

        Assert.True(error.MayPass);
        Assert.Contains("the bucket for datasets must be reachable", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await Machine("other").Prepare("mine", content: null, default));
    }

    [Fact]
    public async Task What_was_copied_from_a_home_by_hand_is_there()
    {
        await _folder.Import();
        var mine = Path.Combine(_folder.Home, "datasets", "mine");
        foreach (var path in Directory.GetFiles(mine))
        {
            await using var file = File.OpenRead(path);
            await Bucket().Put($"datasets/mine/{Path.GetFileName(path)}", file, default);
        }

        Assert.Equal(_folder.Store.Find("mine")!.Content, (await Machine("other").Prepare("mine", content: null, default))?.Content);
    }

    private Task<ImportResult> Import() => Machine("importer").Import("mine", _folder.Source);

    private DatasetStore Machine(string name, int? port = null)
    {
        var home = Path.Combine(_folder.Path, name);
        return Opened(new DatasetStore(home, new(Place(port), BucketUse.Datasets, Path.Combine(home, "scratch"))));
    }

    private Bucket Bucket() => Opened(new Bucket(Place(), BucketUse.Datasets, _folder.Path));

    private BucketPlace Place(int? port = null) => BucketPlace.Parse(
        $"s3://{BucketServer.Bucket}/some/prefix", new($"http://127.0.0.1:{port ?? _server!.Port}"), region: null, pathStyle: true)!;

    private string CopyOf(string machine, string dataset) => Path.Combine(_folder.Path, machine, "dataset-copies", dataset);

    private void Draw(SKColor colour, int side = 16)
    {
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
            Drawing.Save(Path.Combine(_folder.Source, file), colour, side, side);
    }

    private T Opened<T>(T one) where T : IDisposable
    {
        _opened.Add(one);
        return one;
    }
}
