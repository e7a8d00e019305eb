using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>The memory of one GPU, read from NVIDIA's management library (NVML), which comes with the driver.</summary>
internal sealed unsafe class NvmlMemory : IGpuMemory
{
    private const int MostProcesses = 64;
    private const ulong NotKnown = ulong.MaxValue;

    private static readonly Lazy<nint> Library = new(Load);

    private readonly nint _gpu;
    private readonly delegate* unmanaged<nint, Bytes*, int> _memory;
    private readonly delegate* unmanaged<nint, Rates*, int> _rates;
    private readonly delegate* unmanaged<nint, uint*, Holder*, int> _processes;

    private NvmlMemory(nint gpu)
    {
        _gpu = gpu;
        _memory = (delegate* unmanaged<nint, Bytes*, int>)NativeLibrary.GetExport(Library.Value, "nvmlDeviceGetMemoryInfo");
        _rates = (delegate* unmanaged<nint, Rates*, int>)NativeLibrary.GetExport(Library.Value, "nvmlDeviceGetUtilizationRates");
        _processes = (delegate* unmanaged<nint, uint*, Holder*, int>)NativeLibrary.GetExport(
            Library.Value, "nvmlDeviceGetComputeRunningProcesses_v3");
    }

    /// <summary>Opens a GPU; null without the library, or if the library does not know the GPU or is too old.</summary>
    /// <param name="bus">The GPU's PCI bus id, as CUDA reports it.</param>
    public static NvmlMemory? Open(string? bus)
    {
        if (bus is null || Library.Value == 0)
            return null;
        try
        {
            var find = (delegate* unmanaged<byte*, nint*, int>)NativeLibrary.GetExport(Library.Value, "nvmlDeviceGetHandleByPciBusId_v2");
            nint gpu;
            fixed (byte* text = System.Text.Encoding.UTF8.GetBytes(bus + '\0'))
                return find(text, &gpu) == 0 ? new(gpu) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // Missing memory figures must not fail a training.
        }
    }

    public GpuUse? Use
    {
        get
        {
            Bytes bytes;
            Rates rates;
            return _memory(_gpu, &bytes) != 0 ? null
                : new((long)bytes.Used, (long)bytes.Total, _rates(_gpu, &rates) == 0 ? rates.Gpu / 100.0 : double.NaN);
        }
    }

    public IEnumerable<(int Process, long Bytes)> Processes
    {
        get
        {
            var holders = new Holder[MostProcesses];
            var count = (uint)holders.Length;
            fixed (Holder* first = holders)
                if (_processes(_gpu, &count, first) != 0)
                    return [];
            return [.. holders.Take((int)count).Where(one => one.Used != NotKnown).Select(one => ((int)one.Process, (long)one.Used))];
        }
    }

    private static nint Load()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out var library))
            return 0;
        return NativeLibrary.TryGetExport(library, "nvmlInit_v2", out var start) && ((delegate* unmanaged<int>)start)() == 0 ? library : 0;
    }

    // Memory layouts of nvml.h: nvmlMemory_t, nvmlUtilization_t and nvmlProcessInfo_t.
    private readonly record struct Bytes(ulong Total, ulong Free, ulong Used);

    private readonly record struct Rates(uint Gpu, uint Memory);

    private readonly record struct Holder(uint Process, ulong Used, uint Instance, uint ComputeInstance);
}
