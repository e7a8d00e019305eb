using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Paretune.Training.Loop;

/// <summary>The device has too little memory for a step.</summary>
public sealed class DeviceOutOfMemoryException(string message, Exception inner) : Exception(message, inner);

/// <summary>Measures memory use: the process's peak, because TorchSharp has no functions for it.</summary>
internal static class DeviceMemory
{
    private static readonly string[] Signs = ["out of memory", "not enough memory", "can't allocate memory", "ALLOC_FAILED"];

    // Writing 5 resets the process's peak to its current use (proc(5)).
    private const string LinuxFile = "/proc/self/clear_refs", SetPeak = "5";

    /// <summary>Resets <see cref="PeakBytes"/>; does nothing if the system does not support or allow it.</summary>
    public static void ForgetPeak()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                File.WriteAllText(LinuxFile, SetPeak);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // A container may forbid it. The peak is then that of the process's lifetime, as on other systems.
        }
    }

    public static long PeakBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Returns whether memory ran out. All native errors are <see cref="ExternalException"/>; only the message differs.</summary>
    public static bool IsExhausted(ExternalException problem) =>
        Signs.Any(sign => problem.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
