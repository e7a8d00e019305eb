using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>
/// The names of the visible GPUs. TorchSharp counts them but has no names; NVIDIA's Linux driver lists them in a file each.
/// </summary>
internal static class GpuNames
{
    private const string DriverFolder = "/proc/driver/nvidia/gpus";
    private const string Label = "Model:";

    /// <summary>One name a visible GPU; its index where the driver does not tell, as where only some are visible.</summary>
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
