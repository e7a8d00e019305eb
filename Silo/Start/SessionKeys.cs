using Microsoft.AspNetCore.DataProtection;

namespace Paretune.Silo.Start;

/// <summary>
/// Keeps the keys that encrypt browsers' sessions in the home folder, so that sessions stay valid after a restart and in all processes with
/// the same home.
/// </summary>
internal static class SessionKeys
{
    private const string Folder = "session-keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="StartupException">The folder belongs to another user or cannot be created.</exception>
    public static IServiceCollection AddSessionKeys(this IServiceCollection services, string home)
    {
        // The name separates programs that share keys. It defaults to the program's folder, which an update may change.
        services.AddDataProtection().SetApplicationName("Paretune").PersistKeysToFileSystem(Open(Path.Combine(home, Folder)));
        return services;
    }

    private static DirectoryInfo Open(string path)
    {
        try
        {
            var folder = Directory.CreateDirectory(path);
            // Anyone who can read the keys can create sessions. The permissions are set again, in case the folder is older or was copied.
            if (!OperatingSystem.IsWindows())
                folder.UnixFileMode = OwnerOnly;
            return folder;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"the folder of session keys must belong to this user only, but {path} does not: {refused.Message.TrimEnd('.')}; change "
                + "its owner, or choose another home with PARETUNE_HOME", refused);
        }
    }
}
