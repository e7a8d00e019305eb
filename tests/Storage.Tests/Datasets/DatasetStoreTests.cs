using System.Text.Json.Nodes;
using Paretune.Storage.Imports;
using SkiaSharp;

namespace Paretune.Storage.Tests.Datasets;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public DatasetStoreTests()
    {
        foreach (var file in new[] { "cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png" })
            Drawing.Save(Path.Combine(_folder.Source, file), SKColors.Red);
    }

    [Fact]
    public async Task What_was_imported_is_listed_by_another_store_of_the_same_home()
    {
        var result = await _folder.Import();

        var listed = _folder.Store.List();

        Assert.Equal(["mine", "shapes"], listed.Select(dataset => dataset.Name));
        Assert.Equivalent(result.Dataset, listed[0], strict: true);
        Assert.Equal(["cat", "dog"], listed[0].Classes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../evil")]
    [InlineData("Cats")]
    [InlineData("-cats")]
    [InlineData("cats\n")]
    [InlineData("shapes")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task A_name_that_breaks_the_rule_is_a_error_and_never_a_path(string name)
    {
        var result = await _folder.Store.Import(name, _folder.Source);

        Assert.Equal("name", Assert.Single(result.Errors).Field);
        Assert.False(Directory.Exists(_folder.Home));
    }

    [Theory]
    [InlineData("../source")]
    [InlineData("unknown")]
    public void Opening_an_unknown_name_says_which_are_known(string name)
    {
        var error = Assert.Throws<KeyNotFoundException>(() => _folder.Store.Open(name));

        Assert.Equal($"dataset must be one of shapes, but is \"{name}\"", error.Message);
        Assert.Null(_folder.Store.Find(name));
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_an_error()
    {
        var result = await _folder.Store.Import("mine", Path.Combine(_folder.Source, "nowhere"));

        Assert.Equal("path", Assert.Single(result.Errors).Field);
    }

    [Fact]
    public async Task The_same_source_again_changes_nothing()
    {
        await _folder.Import();
        var written = File.GetLastWriteTimeUtc(CachePath("train.bin"));

        var again = await _folder.Import();

        Assert.Equal("mine", again.Dataset?.Name);
        Assert.Equal(written, File.GetLastWriteTimeUtc(CachePath("train.bin")));
    }

    [Fact]
    public async Task Another_source_does_not_replace_a_data_set()
    {
        await _folder.Import();
        Drawing.Save(Path.Combine(_folder.Source, "dog", "3.png"), SKColors.Blue);

        var other = await _folder.Import();

        Assert.Contains("\"mine\" holds other images", Assert.Single(other.Errors).Message);
        Assert.Equal(2, _folder.Store.Find("mine")?.TrainImages);
    }

    [Fact]
    public async Task Other_images_under_the_same_name_have_another_identity()
    {
        await _folder.Import();
        var first = _folder.Store.Identity("mine");
        var again = _folder.Store.Identity("mine");
        var content = _folder.Store.Find("mine")!.Content;

        Directory.Delete(Path.Combine(_folder.Home, "datasets", "mine"), recursive: true);
        Drawing.Save(Path.Combine(_folder.Source, "dog", "1.png"), SKColors.Blue);
        await _folder.Import();

        Assert.Equal(first, again);
        Assert.NotEqual(first, _folder.Store.Identity("mine"));
        Assert.NotEqual(first, _folder.Store.Identity("shapes"));
        Assert.NotEqual(content, _folder.Store.Find("mine")!.Content);
    }

    [Fact]
    public async Task A_cache_that_was_cut_is_refused()
    {
        await _folder.Import();
        using (var stream = File.OpenWrite(CachePath("train.bin")))
            stream.SetLength(stream.Length - 1);

        var error = Assert.Throws<InvalidDataException>(() => _folder.Store.Open("mine"));

        Assert.Contains("must hold 1,538 bytes, but holds 1,537", error.Message);
    }

    [Fact]
    public async Task A_cache_that_was_altered_is_refused()
    {
        await _folder.Import();
        using (var stream = File.OpenWrite(CachePath("test.bin")))
            stream.WriteByte(1);

        var error = Assert.Throws<InvalidDataException>(() => _folder.Store.Open("mine"));

        Assert.Contains("its SHA-256 differs", error.Message);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("altered")]
    public async Task A_damaged_cache_is_mended_by_importing_again(string damage)
    {
        await _folder.Import();
        var path = CachePath("train.bin");
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        if (damage == "cut")
            File.WriteAllBytes(path, bytes[..^1]);
        if (damage == "altered")
            File.WriteAllBytes(path, [.. bytes[..^1], (byte)~bytes[^1]]);

        var again = await _folder.Import();

        Assert.Empty(again.Errors);
        Assert.Equal(2, _folder.Store.Open("mine").Train.Labels.Length);
    }

    [Fact]
    public async Task Two_imports_of_one_name_at_a_time_do_not_mix()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Home, "datasets"));
        using var other = new FileStream(
            Path.Combine(_folder.Home, "datasets", ".mine.lock"), FileMode.Create, FileAccess.Write, FileShare.None);

        var result = await _folder.Import();

        Assert.Contains("being used by another process", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_data_set_whose_header_cannot_be_read_is_not_listed_and_can_be_imported_again()
    {
        await _folder.Import();
        await File.WriteAllTextAsync(CachePath("dataset.json"), "{ half");

        var before = _folder.Store.List();
        var result = await _folder.Import();

        Assert.Equal(["shapes"], before.Select(dataset => dataset.Name));
        Assert.Empty(result.Errors);
        Assert.Equal(2, _folder.Store.Open("mine").Train.Labels.Length);
    }

    [Fact]
    public async Task What_a_killed_import_left_is_cleared_by_the_next()
    {
        var left = Directory.CreateDirectory(Path.Combine(_folder.Home, "datasets", ".mine", "cache"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "train.bin"), "half");

        var result = await _folder.Import();

        Assert.Empty(result.Errors);
        Assert.Equal([Path.Combine(_folder.Home, "datasets", "mine")], Directory.GetDirectories(Path.Combine(_folder.Home, "datasets")));
    }

    [Fact]
    public async Task A_home_that_cannot_be_written_is_an_error()
    {
        await File.WriteAllTextAsync(_folder.Home, "a file where the folder should be");

        var result = await _folder.Import();

        Assert.Contains("Nothing was imported", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public async Task A_cancelled_import_leaves_nothing()
    {
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAt("decoding images", cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _folder.Store.Import("mine", _folder.Source, progress: progress,
            cancellationToken: cancel.Token));

        _folder.AssertNothingImported();
    }

    [Fact]
    public async Task A_deleted_data_set_is_gone_and_its_name_is_free()
    {
        await _folder.Import();

        var deleted = await _folder.Store.Delete("mine", default);

        Assert.Equal("mine", deleted?.Name);
        _folder.AssertNothingImported();
        Assert.Null(await _folder.Store.Delete("mine", default));
        Assert.Empty((await _folder.Import()).Errors);
    }

    [Fact]
    public async Task A_renamed_data_set_keeps_its_images()
    {
        await _folder.Import();
        var before = _folder.Store.Open("mine").Train.Pixels;
        var content = _folder.Store.Find("mine")!.Content;

        var renamed = await _folder.Store.Rename("mine", "yours", default);

        Assert.Equal(("yours", content), (renamed?.Name, renamed?.Content));
        Assert.Null(_folder.Store.Find("mine"));
        Assert.Equal(before, _folder.Store.Open("yours").Train.Pixels);
        Assert.Equal("yours", _folder.Store.Open("yours").Dataset.Name);
    }

    [Fact]
    public async Task A_default_augmentation_is_kept_with_the_dataset_and_changes_no_image()
    {
        await _folder.Store.Import("mine", _folder.Source, new(Augmentation: "none"));
        var images = _folder.Store.Identity("mine");

        var changed = await _folder.Store.Augment("mine", "crop", default);

        Assert.Equal("crop", changed?.Augmentation);
        Assert.Equal("crop", _folder.Store.Find("mine")?.Augmentation);
        Assert.Equal(images, _folder.Store.Identity("mine"));
        Assert.Null(await _folder.Store.Augment("other", "crop", default));
    }

    [Fact]
    public async Task The_same_source_again_with_another_augmentation_changes_that_alone()
    {
        await _folder.Import();

        var again = await _folder.Store.Import("mine", _folder.Source, new(Augmentation: "none"));
        var unsaid = await _folder.Import();

        Assert.Equal("none", again.Dataset?.Augmentation);
        Assert.Equal("none", unsaid.Dataset?.Augmentation);
    }

    [Fact]
    public async Task What_an_earlier_version_imported_is_read_as_it_is()
    {
        await _folder.Import();
        var now = JsonNode.Parse(await File.ReadAllTextAsync(CachePath("dataset.json")))!;
        var dataset = now["dataset"]!.AsObject();
        foreach (var later in new[] { "augmentation", "isGrey", "balance" })
            dataset.Remove(later);
        await File.WriteAllTextAsync(CachePath("dataset.json"), now.ToJsonString());

        var (found, images) = (_folder.Store.Find("mine")!, _folder.Store.Open("mine"));

        Assert.Equal((1, null, false, null), ((int)now["version"]!, found.Augmentation, found.IsGrey, found.Balance));
        Assert.Equal((3, 2), (found.Channels, images.Train.Labels.Length));
    }

    [Fact]
    public async Task A_delete_that_was_killed_leaves_nothing_that_is_listed()
    {
        await _folder.Import();
        var datasets = Path.Combine(_folder.Home, "datasets");
        // The state after a kill between the move and the removal.
        Directory.Move(Path.Combine(datasets, "mine"), Path.Combine(Directory.CreateDirectory(Path.Combine(datasets, ".mine")).FullName,
            "deleted"));

        Assert.Equal(["shapes"], _folder.Store.List().Select(dataset => dataset.Name));
        Assert.Empty((await _folder.Import()).Errors);
        Assert.False(Directory.Exists(Path.Combine(datasets, ".mine")));
    }

    public void Dispose() => _folder.Dispose();

    private string CachePath(string file) => Path.Combine(_folder.Home, "datasets", "mine", file);

    private sealed class CancelAt(string what, CancellationTokenSource cancel) : IProgress<DataProgress>
    {
        public void Report(DataProgress value)
        {
            if (value.What == what)
                cancel.Cancel();
        }
    }
}
