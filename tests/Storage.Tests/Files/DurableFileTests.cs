using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

public sealed class DurableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_disk_that_fills_up_leaves_what_was_there_before()
    {
        var path = Path.Combine(_folder.Path, "epoch-1.ckpt");
        DurableFile.Write(path, file => file.Write("before"u8));

        var problem = Assert.Throws<IOException>(() => DurableFile.Write(path, file =>
        {
            file.Write("aft"u8);
            throw new IOException("No space left on device");
        }));

        Assert.Contains($"{path} cannot be written: No space left on device", problem.Message, StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var taken = Path.Combine(_folder.Path, "attempt-1");
        File.WriteAllText(taken, "");

        var problem = Assert.Throws<IOException>(() => DurableFile.Write(Path.Combine(taken, "epoch-1.ckpt"), _ => { }));

        Assert.Contains($"{taken}{Path.DirectorySeparatorChar}epoch-1.ckpt cannot be written", problem.Message, StringComparison.Ordinal);
    }
}
