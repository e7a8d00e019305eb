using System.Text;

namespace Paretune.Silo.Start;

/// <summary>Finds the home folder, which holds the ledger, datasets, checkpoints and models.</summary>
internal static class Home
{
    private const string Variable = "PARETUNE_HOME";

    // SQLite accepts paths of at most 512 bytes, and the ledger is below the home folder.
    private const int LongestPath = 400;

    /// <summary>Returns PARETUNE_HOME, or <c>paretune</c> in the user's data folder. Creates the folder if missing.</summary>
    /// <exception cref="StartupException">The folder is not writable, or its path is too long.</exception>
    public static string Open(IConfiguration configuration)
    {
        var home = Path.GetFullPath(configuration[Variable] is { Length: > 0 } chosen ? Expanded(chosen) : Default());
        if (Encoding.UTF8.GetByteCount(home) is > LongestPath and var bytes)
            throw new StartupException(
                $"{Variable}: the path of the home folder must have at most {LongestPath} bytes, because longer database paths are not "
                    + $"supported, but {home} has {bytes}; choose a shorter one");
        try
        {
            Directory.CreateDirectory(home);
            // Only a write tells: permissions, read-only mounts and full disks all look different.
            using var probe = File.Create(Path.Combine(home, $".writable-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose);
            return home;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"the home folder must be writable, but {home} is not: {refused.Message} Choose another with {Variable}", refused);
        }
    }

    /// <summary>Replaces a leading <c>~</c> with the user's folder, because no shell does so for a quoted value.</summary>
    private static string Expanded(string path)
    {
        if (path[0] != '~')
            return path;
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return path is "~" || path[1] is '/' or '\\' ? user + path[1..] : throw new StartupException(
            $"{Variable} must be a path, in which ~/ is your own home folder, but is {path}; write the full path");
    }

    private static string Default() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "paretune");
}
