using System.Diagnostics;

namespace Paretune.Testing;

/// <summary>A real file system of a few megabytes that tests can fill completely.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Mounts the file system. Skips the test if the machine does not allow it even to root.</summary>
    public static async Task<SmallDisk> Mount(string folder, int megabytes)
    {
        Requirement.Root("mounting a small disk");
        Directory.CreateDirectory(folder);
        Assert.SkipUnless(
            await Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) == 0, "this machine does not allow mounts");
        return new(folder);
    }

    public void Fill()
    {
        using var file = File.Create(Filler, bufferSize: 1);
        var block = new byte[4096];
        try
        {
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
            // The disk is full, as intended.
        }
    }

    public void Clear() => File.Delete(Filler);

    // Unmounts lazily, because a silo may still have a file open.
    public async ValueTask DisposeAsync() => await Run("umount", "-l", _folder);

    private static async Task<int> Run(string program, params string[] arguments)
    {
        using var run = Process.Start(program, arguments);
        await run.WaitForExitAsync();
        return run.ExitCode;
    }
}
