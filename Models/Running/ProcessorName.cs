using System.Runtime.InteropServices;

namespace Paretune.Models.Running;

/// <summary>What this machine's processor is called, so that a latency says what it was measured on.</summary>
public static class ProcessorName
{
    private const string LinuxFile = "/proc/cpuinfo", LinuxKey = "model name";

    /// <summary>Its name, where the system tells it; else its architecture.</summary>
    public static string Read() =>
        Linux() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";

    private static string? Linux() => !File.Exists(LinuxFile) ? null : File.ReadLines(LinuxFile)
        .Where(line => line.StartsWith(LinuxKey, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault();
}
