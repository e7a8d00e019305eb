namespace Paretune.Silo.Start;

/// <summary>The folder of ledger, data sets, checkpoints and models.</summary>
internal static class Home
{
    private const string Variable = "PARETUNE_HOME";

    /// <summary>PARETUNE_HOME, or <c>paretune</c> in the user's data folder; made if it is missing.</summary>
    /// <exception cref="StartRefusedException">It cannot be written.</exception>
    public static string Open(IConfiguration configuration)
    {
        var home = Path.GetFullPath(configuration[Variable] is { Length: > 0 } chosen ? chosen : Default());
        try
        {
            Directory.CreateDirectory(home);
            // Only a write tells: permissions, read-only mounts and full disks all look different.
            using var probe = File.Create(Path.Combine(home, $".writable-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose);
            return home;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"the home folder must be writable, but {home} is not: {refused.Message} Choose another with {Variable}", refused);
        }
    }

    private static string Default() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "paretune");
}
