using System.Text;
using Paretune.Storage.Files;
using Paretune.Storage.Imports;
using Paretune.Storage.Tests.Files;

namespace Paretune.Storage.Tests.Datasets;

/// <summary>What other machines do to the same names meanwhile, and what was left half done.</summary>
public sealed partial class DatasetBucketTests
{
    [Fact]
    public async Task Of_two_imports_of_one_archive_the_later_leaves_what_the_earlier_uploaded()
    {
        await using var wire = new Wire(_server!.Port);
        var other = Machine("other");
        var isFirst = true;

        var later = await Machine("importer", wire.Port).Import("mine", _folder.Source, progress: new Callback(progress =>
        {
            if (progress.What == "reading the source" || !isFirst)
                return;
            isFirst = false;
            Assert.NotNull(other.Import("mine", _folder.Source).GetAwaiter().GetResult().Dataset);
        }));

        Assert.False(isFirst);
        Assert.Equal(("mine", 0), (later.Dataset?.Name, later.Errors.Length));
        Assert.All(wire.TakeRequests(), request => Assert.StartsWith("GET", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_not_given_to_another_dataset()
    {
        await Import();
        Draw(SkiaSharp.SKColors.Blue);
        var yours = (await Machine("importer").Import("yours", _folder.Source)).Dataset!;

        var refused = await Assert.ThrowsAsync<IOException>(() => Machine("other").Rename("mine", "yours", default));
        var store = Machine("importer");
        await store.Refresh(default);

        Assert.Contains("the new name must be free", refused.Message, StringComparison.Ordinal);
        Assert.Equal(yours.Content, store.Find("yours")?.Content);
        Assert.NotNull(store.Find("mine"));
    }

    [Fact]
    public async Task What_a_deletion_that_broke_off_left_is_deleted_by_the_next()
    {
        await Import();
        await Bucket().Delete("datasets/mine/dataset.json", default);

        var deleted = await Machine("importer").Delete("mine", default);

        Assert.Null(deleted);
        Assert.Empty(await Bucket().List("", default));
    }

    [Fact]
    public async Task Callers_that_wait_for_a_bucket_that_is_away_fail_together()
    {
        var store = Machine("importer");
        await _server!.Kill();

        var calls = Enumerable.Range(0, 8).Select(_ => Assert.ThrowsAsync<FileStoreException>(() => store.Refresh(default)));
        var errors = await Task.WhenAll(calls.ToList());
        await _server.Resume();
        await store.Refresh(default);

        // The first call and the one after it look; the other six share the failure of the second.
        Assert.InRange(errors.Count(error => error.InnerException is FileStoreException), 6, 7);
    }

    [Fact]
    public async Task Originals_outside_of_the_dataset_are_not_believed()
    {
        var archive = Path.Combine(_folder.Path, "mine.zip");
        await System.IO.Compression.ZipFile.CreateFromDirectoryAsync(_folder.Source, archive);
        await Machine("importer").Import("mine", archive, new(KeepOriginals: true));
        using var text = new StreamReader((await Bucket().Open("datasets/mine/dataset.json", default))!);
        var header = (await text.ReadToEndAsync()).Replace("originals.zip", "../originals.zip", StringComparison.Ordinal);
        using var altered = new MemoryStream(Encoding.UTF8.GetBytes(header));
        await Bucket().Put("datasets/mine/dataset.json", altered, default);
        var other = Machine("other");

        await other.Refresh(default);

        Assert.Contains("../originals.zip", header, StringComparison.Ordinal);
        Assert.Null(other.Find("mine"));
    }

    private sealed class Callback(Action<DataProgress> tell) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => tell(value);
    }
}
