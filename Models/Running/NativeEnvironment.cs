using System.Runtime.InteropServices;

namespace Paretune.Models.Running;

/// <summary>Sets environment variables for native libraries, which do not see those that .NET sets.</summary>
public static partial class NativeEnvironment
{
    /// <summary>Sets a variable unless it is set, for libraries that are loaded later. Does nothing outside Linux.</summary>
    public static void SetDefault(string name, string value)
    {
        if (OperatingSystem.IsLinux())
            _ = Set(name, value, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
