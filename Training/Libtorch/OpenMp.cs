using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>How the threads of one training wait for each other.</summary>
internal static partial class OpenMp
{
    private const string WaitPolicy = "OMP_WAIT_POLICY";

    /// <summary>
    /// Lets threads sleep at a barrier rather than spin, unless the user set a policy. Spinning threads wait for one that has no core: with
    /// one of two cores busy elsewhere an epoch took 75.7 s spinning and 4.5 s sleeping (shapes, α 0.5, Debian 12, 2 cores, 2026-11-23).
    /// </summary>
    // libgomp reads the variable when it is loaded, and .NET's own SetEnvironmentVariable does not reach native code.
    public static void WaitPassively()
    {
        if (OperatingSystem.IsLinux())
            _ = SetEnvironment(WaitPolicy, "PASSIVE", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
