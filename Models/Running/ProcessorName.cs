using System.Runtime.InteropServices;

namespace Paretune.Models.Running;

/// <summary>Reads the name of this machine's processor, which latencies are reported with.</summary>
public static class ProcessorName
{
    private const string LinuxFile = "/proc/cpuinfo", LinuxKey = "model name";

    /// <summary>Returns the processor's name, or its architecture if the system does not tell the name.</summary>
    public static string Read() =>
        Linux() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture}";

    private static string? Linux() => !File.Exists(LinuxFile) ? null : File.ReadLines(LinuxFile)
        .Where(line => line.StartsWith(LinuxKey, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault();
}
