using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

public sealed class DurableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_leaves_what_was_there_before()
    {
        var path = Path.Combine(_folder.Path, "epoch-1.ckpt");
        await DurableFile.Write(path, file => file.Write("before"u8));

        var problem = await Assert.ThrowsAsync<IOException>(() => DurableFile.Write(path, file =>
        {
            file.Write("aft"u8);
            throw new IOException("No space left on device");
        }));

        Assert.Contains($"{path} cannot be written: No space left on device", problem.Message, StringComparison.Ordinal);
        Assert.Equal("before", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Content_that_throws_leaves_no_file_and_its_own_exception()
    {
        var path = Path.Combine(_folder.Path, "epoch-1.ckpt");

        await Assert.ThrowsAsync<InvalidOperationException>(() => DurableFile.Write(path, _ => throw new InvalidOperationException()));

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        var taken = Path.Combine(_folder.Path, "attempt-1");
        await File.WriteAllTextAsync(taken, "");

        var problem = await Assert.ThrowsAsync<IOException>(() => DurableFile.Write(Path.Combine(taken, "epoch-1.ckpt"), _ => { }));

        Assert.Contains($"{taken}{Path.DirectorySeparatorChar}epoch-1.ckpt cannot be written", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_caller_goes_on_while_a_slow_disk_takes_the_file()
    {
        var path = Path.Combine(_folder.Path, "epoch-1.ckpt");
        using var taken = new ManualResetEventSlim();

        var writing = DurableFile.Write(path, file => file.Write("state"u8), file =>
        {
            if (!taken.Wait(TimeSpan.FromSeconds(10)))
                throw new TimeoutException("the caller waits for the disk");
            file.Flush(flushToDisk: true);
        });
        var before = File.Exists(path);
        taken.Set();
        await writing;

        Assert.Equal((false, "state"), (before, await File.ReadAllTextAsync(path)));
    }
}
