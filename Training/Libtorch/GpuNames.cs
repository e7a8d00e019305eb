using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>Reads the names of the visible GPUs. TorchSharp only counts GPUs; NVIDIA's Linux driver has a file for each.</summary>
internal static class GpuNames
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";
    private const string Label = "Model:";

    /// <summary>
    /// Returns a name for each visible GPU; its index if the driver does not tell, for example because only some GPUs are visible.
    /// </summary>
    public static IReadOnlyList<string> Read()
    {
        if (!torch.cuda.is_available())
            return [];
        var count = torch.cuda.device_count();
        var known = Directory.Exists(DriverFolder) ? Models() : [];
        return known.Length == count ? known : [.. Enumerable.Range(0, count).Select(index => $"GPU {index}")];
    }

    private static string[] Models() =>
    [
        .. Directory.EnumerateDirectories(DriverFolder).Order(StringComparer.Ordinal)
            .SelectMany(folder => File.ReadLines(Path.Combine(folder, "information")))
            .Where(line => line.StartsWith(Label, StringComparison.Ordinal))
            .Select(line => line[Label.Length..].Trim()),
    ];
}
