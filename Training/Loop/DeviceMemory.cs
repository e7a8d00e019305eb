using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Paretune.Training.Loop;

/// <summary>The device has too little memory for a step.</summary>
public sealed class DeviceOutOfMemoryException(string message, Exception inner) : Exception(message, inner);

/// <summary>What can be told of memory: TorchSharp has no memory calls, so the process's peak stands for it.</summary>
internal static class DeviceMemory
{
    private static readonly string[] Signs = ["out of memory", "not enough memory", "can't allocate memory", "ALLOC_FAILED"];

    public static long PeakBytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }

    /// <summary>Every native error surfaces as <see cref="ExternalException"/>; only the message tells this one.</summary>
    public static bool IsExhausted(ExternalException problem) =>
        Signs.Any(sign => problem.Message.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
