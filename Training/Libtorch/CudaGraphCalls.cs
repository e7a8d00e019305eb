using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>c10::cuda::CUDAStream as passed by value: a device and an id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CudaStream(long Device, long Id);

/// <summary>Functions of libtorch and the CUDA runtime that TorchSharp lacks, by their exported names.</summary>
internal sealed unsafe class CudaGraphCalls
{
    // Mangled as by g++: methods of at::cuda::CUDAGraph and functions of c10::cuda.
    private const string Graph = "_ZN2at4cuda9CUDAGraph";

    private const int LongestBus = 32;

    private static readonly string[] Runtimes = ["libcudart.so.13", "libcudart.so.12"];
    private static readonly Lazy<CudaGraphCalls?> Lookup = new(Find);

    private readonly delegate* unmanaged<void*, byte, void> _construct;
    private readonly delegate* unmanaged<void*, ulong, ulong, int, void> _begin;
    private readonly delegate* unmanaged<void*, void> _end;
    private readonly delegate* unmanaged<void*, void> _replay;
    private readonly delegate* unmanaged<void*, void> _destroy;
    private readonly delegate* unmanaged<byte, sbyte, CudaStream> _fromPool;
    private readonly delegate* unmanaged<CudaStream, void> _makeCurrent;
    private readonly delegate* unmanaged<CudaStream*, nint> _raw;
    private readonly delegate* unmanaged<int, int> _setDevice;
    private readonly delegate* unmanaged<nuint*, nuint*, int> _memory;
    private readonly delegate* unmanaged<byte*, int, int, int> _busId;
    private readonly delegate* unmanaged<nint, int*, int> _isCapturing;
    private readonly delegate* unmanaged<nint, nint*, int> _endCapture;

    [ThreadStatic]
    private static nint _stream;

    private CudaGraphCalls(nint cuda, nint c10, nint runtime)
    {
        _construct = (delegate* unmanaged<void*, byte, void>)NativeLibrary.GetExport(cuda, Graph + "C1Eb");
        _begin = (delegate* unmanaged<void*, ulong, ulong, int, void>)NativeLibrary.GetExport(
            cuda, Graph + "13capture_beginESt4pairIyyE21cudaStreamCaptureMode");
        _end = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(cuda, Graph + "11capture_endEv");
        _replay = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(cuda, Graph + "6replayEv");
        _destroy = (delegate* unmanaged<void*, void>)NativeLibrary.GetExport(cuda, Graph + "D1Ev");
        _fromPool = (delegate* unmanaged<byte, sbyte, CudaStream>)NativeLibrary.GetExport(c10, "_ZN3c104cuda17getStreamFromPoolEba");
        _makeCurrent = (delegate* unmanaged<CudaStream, void>)NativeLibrary.GetExport(
            c10, "_ZN3c104cuda20setCurrentCUDAStreamENS0_10CUDAStreamE");
        _raw = (delegate* unmanaged<CudaStream*, nint>)NativeLibrary.GetExport(c10, "_ZNK3c104cuda10CUDAStream6streamEv");
        _setDevice = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(runtime, "cudaSetDevice");
        _memory = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(runtime, "cudaMemGetInfo");
        _busId = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(runtime, "cudaDeviceGetPCIBusId");
        _isCapturing = (delegate* unmanaged<nint, int*, int>)NativeLibrary.GetExport(runtime, "cudaStreamIsCapturing");
        _endCapture = (delegate* unmanaged<nint, nint*, int>)NativeLibrary.GetExport(runtime, "cudaStreamEndCapture");
    }

    /// <summary>Null if a library or a function was not found; <see cref="Missing"/> names it.</summary>
    public static CudaGraphCalls? Found => Lookup.Value;

    public static string? Missing { get; private set; }

    /// <summary>Whether this thread uses its own stream. On the default one, libtorch ends the process when a recording begins.</summary>
    public static bool HasOwnStream => _stream != 0;

    /// <summary>Makes this thread use its own stream from now on, because work on the default stream cannot be recorded.</summary>
    public void UseOwnStream(int device)
    {
        if (_stream != 0)
            return;
        _ = _setDevice(device);
        var stream = _fromPool(0, (sbyte)device);
        _makeCurrent(stream);
        _stream = _raw(&stream);
    }

    /// <summary>Returns the total memory of a GPU in bytes; null if the driver does not report it.</summary>
    public long? MemoryOf(int device)
    {
        nuint free, total;
        return _setDevice(device) == 0 && _memory(&free, &total) == 0 ? (long)total : null;
    }

    /// <summary>Returns a GPU's PCI bus id, by which the driver identifies it whichever GPUs are visible; null if not known.</summary>
    public string? BusOf(int device)
    {
        var text = stackalloc byte[LongestBus];
        return _busId(text, LongestBus, device) == 0 ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    public void Construct(void* graph, byte keep) => _construct(graph, keep);
    public void Begin(void* graph, ulong poolFirst, ulong poolSecond, int mode) => _begin(graph, poolFirst, poolSecond, mode);
    public void End(void* graph) => _end(graph);
    public void Replay(void* graph) => _replay(graph);
    public void Destroy(void* graph) => _destroy(graph);

    /// <summary>Whether a recording is in progress and valid.</summary>
    public bool IsRecording()
    {
        int status;
        return _isCapturing(_stream, &status) == 0 && status == 1;
    }

    public void Abandon()
    {
        nint graph;
        _ = _endCapture(_stream, &graph);
    }

    private static CudaGraphCalls? Find()
    {
        try
        {
            return new(NativeLibrary.Load("libtorch_cuda.so"), NativeLibrary.Load("libc10_cuda.so"), Runtime());
        }
        catch (Exception problem) when (problem is DllNotFoundException or EntryPointNotFoundException)
        {
            Missing = problem.Message;
            return null;
        }
    }

    private static nint Runtime()
    {
        foreach (var name in Runtimes)
            if (NativeLibrary.TryLoad(name, out var runtime))
                return runtime;
        throw new DllNotFoundException($"none of {string.Join(", ", Runtimes)} was found");
    }
}
