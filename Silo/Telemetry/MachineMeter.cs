using System.Diagnostics.Metrics;

namespace Paretune.Silo.Telemetry;

/// <summary>Measures the disk of the home folder, and the GPUs if there are any. Both are read when metrics are collected.</summary>
internal sealed class MachineMeter : IDisposable
{
    private readonly Nvml? _nvml;

    /// <param name="library">NVML by name or path; empty if this process does not train.</param>
    public MachineMeter(IMeterFactory meters, string home, string library)
    {
        var meter = meters.Create(TelemetryNames.Source);
        var disk = new DriveInfo(home);
        meter.CreateObservableGauge("paretune.home.free", () => disk.AvailableFreeSpace, "By", "Free space on the home folder's disk.");
        meter.CreateObservableGauge("paretune.home.size", () => disk.TotalSize, "By", "Size of the disk of the home folder.");
        _nvml = library is "" ? null : Nvml.Load(library);
        if (_nvml is not { } nvml)
            return;
        meter.CreateObservableGauge(
            "paretune.gpu.utilisation.ratio", () => Each(nvml, nvml.Utilization), null,
            "Share of the last sample period in which the GPU was busy.");
        meter.CreateObservableGauge(
            "paretune.gpu.memory.used", () => Each(nvml, gpu => nvml.Memory(gpu)?.Used), "By", "GPU memory used by all processes.");
        meter.CreateObservableGauge(
            "paretune.gpu.memory.total", () => Each(nvml, gpu => nvml.Memory(gpu)?.Total), "By", "Total GPU memory.");
    }

    public void Dispose() => _nvml?.Dispose();

    private static IEnumerable<Measurement<T>> Each<T>(Nvml nvml, Func<Nvml.Gpu, T?> figure) where T : struct => nvml.Gpus
        .Select(gpu => (Gpu: gpu, Figure: figure(gpu))).Where(told => told.Figure is not null)
        .Select(told => new Measurement<T>(told.Figure!.Value, new("gpu", told.Gpu.Index), new("model", told.Gpu.Model)));
}
