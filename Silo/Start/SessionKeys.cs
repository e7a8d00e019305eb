using Microsoft.AspNetCore.DataProtection;

namespace Paretune.Silo.Start;

/// <summary>
/// The keys that seal browsers' sessions, in the home folder: a process that is started again knows them, and so do those that share a
/// home.
/// </summary>
internal static class SessionKeys
{
    private const string Folder = "session-keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="StartupException">The folder is another user's, or cannot be made.</exception>
    public static IServiceCollection AddSessionKeys(this IServiceCollection services, string home)
    {
        // The name separates programs that share keys. The default is the folder of the program, which an update may change.
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
                $"the folder of session keys must belong to this user only, but {path} does not: {refused.Message}", refused);
        }
    }
}
