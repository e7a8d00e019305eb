using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paretune.Training.Libtorch;
using Paretune.Training.Recipes;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Runs the forward and backward pass of a whole batch on a GPU: normally a few times, then recorded, then replayed. On other devices, and
/// if the pass cannot be recorded, it always runs normally.
/// </summary>
/// <param name="isRecordable">Whether the pass draws nothing on the host; dropout does.</param>
/// <param name="pass">Takes indices of images and their augmentations, and leaves gradients in the buffers.</param>
internal sealed partial class RecordedStep(
    Device device, bool isRecordable, FlatParameters weights, Action<Tensor, Tensor> pass, ILogger logger) : IDisposable
{
    // Steps after which cuDNN and cuBLAS have allocated what they need; as in torch's own example.
    private const int WarmUp = 3;

    private int _steps;
    private bool _isGivenUp = !isRecordable || device.type != DeviceType.CUDA || CudaGraphCalls.Found is null;
    private CudaGraph? _graph;
    private Tensor? _batch; // [b] int64
    private Tensor? _drawn; // [b, …] int64
    private (Tensor? Products, Tensor? Offsets) _gradients;

    /// <returns>Whether the gradients are there; if not, nothing was done.</returns>
    public bool Run(Tensor batch, Tensor drawn)
    {
        if (_isGivenUp || _steps++ < WarmUp || !IsReady(batch, drawn))
            return false;
        _batch!.copy_(batch);
        _drawn!.copy_(drawn);
        _graph!.Replay();
        weights.Gradients = _gradients;
        return true;
    }

    public void Dispose()
    {
        _graph?.Dispose();
        _batch?.Dispose();
        _drawn?.Dispose();
        _gradients.Products?.Dispose();
        _gradients.Offsets?.Dispose();
    }

    private bool IsReady(Tensor batch, Tensor drawn)
    {
        if (_graph is not null)
            return true;
        (_batch, _drawn) = (batch.clone().DetachFromDisposeScope(), drawn.clone().DetachFromDisposeScope());
        try
        {
            _graph = CudaGraph.Record(() => pass(_batch, _drawn));
        }
        catch (ExternalException problem)
        {
            // For example, too little memory for a second set of activations. Training continues without a recording.
            LogNotRecorded(problem.Message);
            weights.ForgetGradients();
        }

        var (products, offsets) = weights.Gradients;
        _gradients = (products?.DetachFromDisposeScope(), offsets?.DetachFromDisposeScope());
        _isGivenUp = _graph is null;
        return !_isGivenUp;
    }

    [LoggerMessage(LogLevel.Warning, "Steps run without a CUDA graph, which is slower on small networks: {Reason}")]
    private partial void LogNotRecorded(string reason);
}
