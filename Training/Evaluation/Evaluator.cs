using Paretune.Training.Images;
using Paretune.Training.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>Evaluates images in batches without training on them.</summary>
/// <param name="indices">Indices of the images in the source, [n] int64.</param>
internal sealed class Evaluator(Lease lease, PlannedNetwork network, NetworkInput input, ResidentSplit source, Tensor indices)
{
    // The maximum images per batch; larger batches are no faster.
    private const int MostImages = 256;

    // A batch that fits the device in training fits here too, where no gradients are kept.
    private readonly int _batchSize = Math.Clamp(lease.Job.Configuration.BatchSize / lease.MicroBatchDivisor, 1, MostImages);

    public int Batches => (int)((indices.shape[0] + _batchSize - 1) / _batchSize);

    /// <summary>Evaluates one batch.</summary>
    /// <param name="batch">Index of the batch, from 0.</param>
    /// <returns>The number of images in the batch.</returns>
    public int Evaluate(int batch, BatchMetrics metrics) =>
        Evaluate(batch, (logits, labels) => metrics.Add(logits, labels, nn.functional.cross_entropy(logits, labels)));

    /// <param name="take">Receives logits [b, classes] and labels [b] int64, which are disposed when it returns.</param>
    /// <inheritdoc cref="Evaluate(int, BatchMetrics)"/>
    public int Evaluate(int batch, Action<Tensor, Tensor> take)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var start = (long)batch * _batchSize;
        var chosen = indices.narrow(0, start, Math.Min(_batchSize, indices.shape[0] - start));      // [b] int64
        var labels = source.Labels.index_select(0, chosen);                                         // [b] int64
        var logits = network.forward(input.From(source.Images.index_select(0, chosen)));            // [b, classes]
        take(logits, labels);
        return (int)chosen.shape[0];
    }
}
