using System.Runtime.InteropServices;
using System.Text;

namespace Paretune.Silo.Telemetry;

/// <summary>Reads GPU metrics from NVIDIA's management library, which is part of the driver. Thread-safe.</summary>
internal sealed class Nvml : IDisposable
{
    private const int Success = 0;
    private const int LongestName = 96;

    private readonly nint _library;
    private readonly Ask _shutdown;
    private readonly AskUtilization _utilization;
    private readonly AskMemory _memory;

    private Nvml(nint library)
    {
        _library = library;
        _shutdown = Call<Ask>("nvmlShutdown");
        _utilization = Call<AskUtilization>("nvmlDeviceGetUtilizationRates");
        _memory = Call<AskMemory>("nvmlDeviceGetMemoryInfo");
        Gpus = [.. Find()];
    }

    public static string Library => OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";

    /// <summary>The GPUs that this process may see, by index.</summary>
    public IReadOnlyList<Gpu> Gpus { get; }

    /// <summary>Returns null on a machine without the library or a working driver.</summary>
    public static Nvml? Load(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
            return null;
        try
        {
            if (NativeLibrary.TryGetExport(handle, "nvmlInit_v2", out var start)
                && Marshal.GetDelegateForFunctionPointer<Ask>(start)() == Success)
                return new(handle);
        }
        catch (EntryPointNotFoundException)
        {
            // A driver that is too old for one of the functions must not make the silo fail.
        }

        NativeLibrary.Free(handle);
        return null;
    }

    /// <summary>Returns the recent share of time in which the GPU computed, 0 to 1; null if not reported, as for a MIG partition.</summary>
    public double? Utilization(Gpu gpu) => _utilization(gpu.Handle, out var rates) == Success ? rates.Gpu / 100.0 : null;

    /// <summary>Returns used and total memory in bytes; null if not reported.</summary>
    public (long Used, long Total)? Memory(Gpu gpu) =>
        _memory(gpu.Handle, out var memory) == Success ? ((long)memory.Used, (long)memory.Total) : null;

    public void Dispose()
    {
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private IEnumerable<Gpu> Find()
    {
        if (Call<AskCount>("nvmlDeviceGetCount_v2")(out var count) != Success)
            yield break;
        var (byIndex, name) = (Call<AskHandle>("nvmlDeviceGetHandleByIndex_v2"), Call<AskName>("nvmlDeviceGetName"));
        var text = new byte[LongestName];
        for (var index = 0u; index < count; index++)
            if (byIndex(index, out var handle) == Success)
                yield return new(
                    (int)index, handle,
                    name(handle, text, LongestName) == Success
                        ? Encoding.UTF8.GetString(text).TrimEnd('\0').Split('\0')[0] : $"GPU {index}");
    }

    private T Call<T>(string function) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, function));

    /// <param name="Handle">NVML's handle of the device.</param>
    public sealed record Gpu(int Index, nint Handle, string Model);

    private readonly record struct Rates(uint Gpu, uint Memory);

    private readonly record struct Bytes(ulong Total, ulong Free, ulong Used);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Ask();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AskCount(out uint count);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AskHandle(uint index, out nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AskName(nint gpu, [Out] byte[] name, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AskUtilization(nint gpu, out Rates rates);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int AskMemory(nint gpu, out Bytes memory);
}
