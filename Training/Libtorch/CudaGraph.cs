using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>
/// A recorded sequence of kernels that a single call replays. A step of a small network has about three hundred kernels, each of which
/// takes longer to launch than to run. TorchSharp has no API for this, so libtorch's at::cuda::CUDAGraph is called by its exported names.
/// </summary>
/// <remarks>A recording always reads and writes the same memory, so inputs are copied into tensors that stay in place.</remarks>
internal sealed unsafe class CudaGraph : IDisposable
{
    // Larger than sizeof(at::cuda::CUDAGraph), which is about 300 bytes in libtorch 2.10.
    private const int ObjectBytes = 4096;

    // cudaStreamCaptureModeRelaxed, because threads of other devices may allocate memory meanwhile.
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
    /// Records the kernels that <paramref name="work"/> launches on the current stream, without running them. Returns null if recording is
    /// not possible; nothing has then changed.
    /// </summary>
    /// <exception cref="ExternalException">The work failed.</exception>
    public static CudaGraph? Record(Action work)
    {
        if (CudaGraphCalls.Found is not { } calls || !CudaGraphCalls.HasOwnStream)
            return null;
        var graph = new CudaGraph(calls);
        calls.Begin(graph._graph, 0, 0, Relaxed);
        try
        {
            work();
        }
        catch
        {
            // Ending a failed recording would throw where nothing can catch it, so the CUDA runtime ends it.
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

    /// <summary>Replays the recording.</summary>
    public void Replay() => _calls.Replay(_graph);

    public void Dispose()
    {
        _calls.Destroy(_graph);
        NativeMemory.Free(_graph);
    }
}
