using System.Globalization;

namespace Paretune.Training.Commands;

/// <summary>The local files of an attempt that runs a command.</summary>
internal sealed class AttemptFolder
{
    public AttemptFolder(string root, Lease lease)
    {
        Path = System.IO.Path.Combine(
            root, string.Create(CultureInfo.InvariantCulture, $"{lease.Trial.Search}-{lease.Trial.Number}-{lease.Attempt}"));
        Delete();
        Directory.CreateDirectory(Path);
        // Private, because the record in this folder contains the attempt's token.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Configuration, CommandEnvironment.ConfigurationOf(lease.Job));
    }

    public string Path { get; }
    public string Configuration => System.IO.Path.Combine(Path, "configuration.json");
    public string Checkpoint => System.IO.Path.Combine(Path, "checkpoint");
    public string Model => System.IO.Path.Combine(Path, "model");

    public void Delete()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
