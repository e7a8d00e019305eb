using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

/// <summary>The contract of every file store.</summary>
public abstract class FileStoreContract
{
    private protected static readonly TrialId Trial = new(new("abcd1234"), 1);
    private protected static readonly TrialFile Model = TrialFile.Model(Trial, 1);

    /// <summary>Returns the store as another node sees it; empty when a test begins.</summary>
    private protected abstract IFileStore Node();

    [Fact]
    public async Task What_one_node_wrote_another_reads_from_any_position()
    {
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);

        await Write(Node(), Model, content);
        await using var file = await Node().Open(Model, default);
        file!.Position = 1_000_000;
        var read = new byte[content.Length - 1_000_000];
        await file.ReadExactlyAsync(read, default);

        Assert.Equal(content.Length, file.Length);
        Assert.Equal(content[1_000_000..], read);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_null_and_may_be_deleted()
    {
        await Node().Delete(Model, default);

        Assert.Null(await Node().Open(Model, default));
    }

    [Fact]
    public async Task A_write_that_throws_leaves_what_was_there_before()
    {
        var store = Node();
        await Write(store, Model, "before"u8.ToArray());

        await Assert.ThrowsAnyAsync<IOException>(async () => await store.Write(Model, file =>
        {
            file.Write("aft"u8);
            throw new IOException("the tensor could not be read");
        }, default));

        Assert.Equal("before", await Text(store, Model));
        Assert.Equal([Model], await store.List(null, default));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_told_apart_as_that_says_nothing_of_the_trial()
    {
        const int noSpace = 28;

        await Assert.ThrowsAsync<StorageFullException>(async () =>
            await Node().Write(Model, _ => throw new IOException("No space left on device", noSpace), default));
    }

    [Fact]
    public async Task Content_is_made_on_the_callers_thread()
    {
        var (caller, maker) = (Environment.CurrentManagedThreadId, 0);

        var writing = Node().Write(Model, _ => maker = Environment.CurrentManagedThreadId, default);
        await writing;

        Assert.Equal(caller, maker);
    }

    [Fact]
    public async Task A_trial_lists_its_own_files_and_the_store_lists_all()
    {
        var store = Node();
        TrialFile[] ofOne = [Model, TrialFile.Checkpoint(Trial, 2, 7)];
        TrialFile[] ofOthers = [TrialFile.Model(Trial with { Number = 10 }, 1), TrialFile.Model(new(new("bcde2345"), 1), 1)];
        foreach (var file in ofOne.Concat(ofOthers))
            await Write(store, file, [1]);

        var trial = await store.List(Trial, default);
        var all = await store.List(null, default);

        Assert.Equal(ofOne.ToHashSet(), trial.ToHashSet());
        Assert.Equal(ofOne.Concat(ofOthers).ToHashSet(), all.ToHashSet());
    }

    [Fact]
    public async Task What_is_deleted_is_gone_for_every_node()
    {
        await Write(Node(), Model, [1]);

        await Node().Delete(Model, default);

        Assert.Empty(await Node().List(Trial, default));
    }

    [Fact]
    public async Task Attempts_that_write_at_once_each_keep_their_own_file()
    {
        var (late, live) = (TrialFile.Checkpoint(Trial, 1, 3), TrialFile.Checkpoint(Trial, 2, 3));
        var (first, second) = (Node(), Node());

        using var both = new Barrier(2);
        await Task.WhenAll(
            Task.Run(() => first.Write(late, file => { both.SignalAndWait(); file.Write("late"u8); }, default)),
            Task.Run(() => second.Write(live, file => { both.SignalAndWait(); file.Write("newer"u8); }, default)));

        Assert.Equal("late", await Text(Node(), late));
        Assert.Equal("newer", await Text(Node(), live));
    }

    private protected static async Task Write(IFileStore store, TrialFile file, byte[] content) =>
        await store.Write(file, stream => stream.Write(content), default);

    private protected static async Task<string?> Text(IFileStore store, TrialFile file)
    {
        await using var stream = await store.Open(file, default);
        return stream is null ? null : await new StreamReader(stream).ReadToEndAsync();
    }
}
