using System.Runtime.InteropServices;

namespace Paretune.Models.Running;

/// <summary>Sets environment variables for native libraries, which outside Windows do not see those that .NET sets.</summary>
public static partial class NativeEnvironment
{
    /// <summary>Sets a variable unless it is set, for libraries that are loaded later.</summary>
    public static void SetDefault(string name, string value)
    {
        if (!OperatingSystem.IsWindows())
            _ = Set(name, value, overwrite: 0);
        else if (Environment.GetEnvironmentVariable(name) is null)
            Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Returns a variable as native libraries see it; null if it is not set.</summary>
    public static string? Read(string name) =>
        OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable(name) : Marshal.PtrToStringUTF8(Get(name));

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Get(string name);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);
}
