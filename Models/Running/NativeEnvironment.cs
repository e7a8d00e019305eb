using System.Runtime.InteropServices;

namespace Paretune.Models.Running;

/// <summary>Environment variables as native libraries read them, which .NET's own setter does not reach.</summary>
public static partial class NativeEnvironment
{
    /// <summary>Sets a variable unless it is set, for libraries that are loaded from now on; nothing outside Linux.</summary>
    public static void SetDefault(string name, string value)
    {
        if (OperatingSystem.IsLinux())
            _ = Set(name, value, overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
