using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>
/// A recorded sequence of kernels that one call starts again: a step of a small network is some three hundred kernels, each of which costs
/// the processor more to start than the GPU to run. TorchSharp has no such call, so libtorch's own at::cuda::CUDAGraph is reached by name.
/// </summary>
/// <remarks>What is recorded reads and writes the same memory each time: inputs are copied into tensors that stay.</remarks>
internal sealed unsafe class CudaGraph : IDisposable
{
    // More than sizeof(at::cuda::CUDAGraph), which is about 300 bytes in libtorch 2.10.
    private const int ObjectBytes = 4096;

    // cudaStreamCaptureModeRelaxed: other devices' threads may allocate meanwhile.
    private const int Relaxed = 2;

    private readonly CudaGraphCalls _calls;
    private readonly void* _graph;

    private CudaGraph(CudaGraphCalls calls)
    {
        _calls = calls;
        _graph = NativeMemory.AllocZeroed(ObjectBytes);
        calls.Construct(_graph, keep: 0);
    }

    /// <summary>
    /// Records what <paramref name="work"/> starts on the current stream, without running it; null where that cannot be done, and then
    /// nothing has changed.
    /// </summary>
    /// <exception cref="ExternalException">The work failed.</exception>
    public static CudaGraph? Record(Action work)
    {
        if (CudaGraphCalls.Found is not { } calls)
            return null;
        var graph = new CudaGraph(calls);
        calls.Begin(graph._graph, 0, 0, Relaxed);
        try
        {
            work();
        }
        catch
        {
            // Ending a recording that failed would throw where nothing can catch it, so the runtime ends it.
            calls.Abandon();
            throw;
        }

        if (!calls.IsRecording())
        {
            calls.Abandon();
            return null;
        }

        calls.End(graph._graph);
        return graph;
    }

    /// <summary>Starts all that was recorded.</summary>
    public void Replay() => _calls.Replay(_graph);

    public void Dispose()
    {
        _calls.Destroy(_graph);
        NativeMemory.Free(_graph);
    }
}
