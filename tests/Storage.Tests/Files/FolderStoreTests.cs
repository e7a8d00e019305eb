using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

public sealed class FolderStoreTests : FileStoreContract, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_killed_write_left_is_listed_under_its_own_name_and_what_is_no_trials_is_not()
    {
        var attempt = Directory.CreateDirectory(Path.Combine(_folder.Path, "searches", "abcd1234", "trials", "1", "attempt-1"));
        await File.WriteAllTextAsync(Path.Combine(attempt.FullName, "epoch-3.ckpt.part"), "half");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "searches", "notes.txt"), "mine");

        var file = Assert.Single(await Node().List(null, default));

        Assert.Equal(new TrialFile(Trial, 1, "epoch-3.ckpt.part"), file);
        Assert.Null(file.Epoch);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var taken = Path.Combine(_folder.Path, "file");
        File.WriteAllText(taken, "");

        var error = Assert.Throws<FileStoreException>(new FolderStore(taken).Check);

        Assert.Contains(taken, error.Message, StringComparison.Ordinal);
        Assert.Contains("Paretune:Checkpoints", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_that_fails_is_the_places_error()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, Model.Path));
        var store = Node();

        Func<Task>[] uses = [() => store.Write(Model, file => file.WriteByte(1), default), () => store.Open(Model, default)];

        foreach (var use in uses)
        {
            var error = await Assert.ThrowsAsync<FileStoreException>(use);
            Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Only_empty_folders_of_a_deleted_search_are_deleted()
    {
        var late = TrialFile.Checkpoint(Trial, 2, 1);
        await Write(Node(), late, [1]);
        var emptied = Directory.CreateDirectory(Path.Combine(_folder.Path, "searches", "abcd1234", "trials", "2", "attempt-1"));

        await Node().DeleteFolders(Trial.Search, default);

        Assert.Equal([late], await Node().List(null, default));
        Assert.False(emptied.Parent!.Exists);
    }

    private protected override IFileStore Node() => new FolderStore(_folder.Path);
}
