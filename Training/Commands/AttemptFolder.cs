using System.Globalization;
using Paretune.Storage.Files;

namespace Paretune.Training.Commands;

/// <summary>The local files of an attempt that runs a command.</summary>
internal sealed class AttemptFolder
{
    public AttemptFolder(string root, Lease lease)
    {
        Path = System.IO.Path.Combine(
            root, string.Create(CultureInfo.InvariantCulture, $"{lease.Trial.Search}-{lease.Trial.Number}-{lease.Attempt}"));
        Delete();
        try
        {
            Write(() => Create(lease.Job));
        }
        catch
        {
            Delete();
            throw;
        }
    }

    public string Path { get; }
    public string Configuration => System.IO.Path.Combine(Path, "configuration.json");
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint");
    public string Model => System.IO.Path.Combine(Path, "model");

    /// <summary>Writes local files of the attempt.</summary>
    /// <exception cref="StorageFullException">The disk is full, which is an error of this machine and not of the trial.</exception>
    public void Write(Action write)
    {
        try
        {
            write();
        }
        catch (IOException full) when (StorageFullException.Is(full))
        {
            throw new StorageFullException($"{Path} cannot be written: {full.Message}. Free some space", full);
        }
    }

    public void Delete()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private void Create(Job job)
    {
        Directory.CreateDirectory(Path);
        // Private, because the record in this folder contains the attempt's token.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Configuration, CommandEnvironment.ConfigurationOf(job));
    }
}
