using Paretune.Storage.Datasets;
using Paretune.Storage.Tests.Files;

namespace Paretune.Storage.Tests.Datasets;

/// <summary>The copies of a machine.</summary>
public sealed partial class DatasetBucketTests
{
    [Fact]
    public async Task Devices_and_processes_of_one_machine_copy_a_dataset_once()
    {
        var imported = (await Import()).Dataset!;
        await using var wire = new Wire(_server!.Port);
        DatasetStore[] processes = [.. Enumerable.Range(0, 3).Select(_ => Machine("other", wire.Port))];

        await Task.WhenAll(processes.SelectMany(process => Enumerable.Range(0, 4).Select(
            _ => process.Prepare("mine", imported.Content, default))));

        Assert.Single(wire.TakeRequests(), request => request.StartsWith("GET", StringComparison.Ordinal)
            && request.Contains("train.bin", StringComparison.Ordinal));
        Assert.All(processes, process => Assert.Equal(imported.Content, process.Open("mine").Dataset.Content));
    }

    [Fact]
    public async Task A_copy_that_is_here_needs_no_bucket()
    {
        var imported = (await Import()).Dataset!;
        await Machine("other").Prepare("mine", imported.Content, default);
        await _server!.Kill();

        var prepared = await Machine("other").Prepare("mine", imported.Content, default);

        Assert.Equal(imported.Content, prepared?.Content);
    }

    [Fact]
    public async Task A_copy_that_was_damaged_is_made_again()
    {
        var imported = (await Import()).Dataset!;
        var other = Machine("other");
        await other.Prepare("mine", imported.Content, default);
        await using (var file = File.OpenWrite(Path.Combine(CopyOf("other", "mine"), "train.bin")))
            file.WriteByte(7);

        Assert.Throws<InvalidDataException>(() => other.Open("mine"));
        await other.Prepare("mine", imported.Content, default);

        Assert.Equal<ushort>([0, 1], other.Open("mine").Train.Labels.Order());
    }

    [Fact]
    public async Task Files_that_are_not_those_of_the_header_are_never_trained_on()
    {
        var imported = (await Import()).Dataset!;
        var length = (await Bucket().List("datasets/mine/train.bin", default)).Single().Length;
        await Bucket().Put("datasets/mine/train.bin", new MemoryStream(new byte[length]), default);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => Machine("other").Prepare("mine", imported.Content, default));

        Assert.Contains("delete the dataset and import it again", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(CopyOf("other", "mine")));
    }
}
