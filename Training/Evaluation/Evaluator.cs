using Paretune.Training.Images;
using Paretune.Training.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>Evaluates images batch by batch without learning from them.</summary>
/// <param name="indices">Which images of the source, [n] int64.</param>
internal sealed class Evaluator(Lease lease, PlannedNetwork network, NetworkInput input, ResidentSplit source, Tensor indices)
{
    // Images of a batch. Larger ones are no faster.
    private const int MostImages = 256;

    // What fits the device while it trains fits it here, where no gradients are kept.
    private readonly int _batchSize = Math.Clamp(lease.Job.Configuration.BatchSize / lease.MicroBatchDivisor, 1, MostImages);

    public int Batches => (int)((indices.shape[0] + _batchSize - 1) / _batchSize);

    /// <summary>Evaluates one batch.</summary>
    /// <param name="batch">From 0.</param>
    /// <returns>Images of the batch.</returns>
    public int Evaluate(int batch, BatchMetrics metrics) =>
        Evaluate(batch, (logits, labels) => metrics.Add(logits, labels, nn.functional.cross_entropy(logits, labels)));

    /// <param name="take">Is given logits [b, classes] and labels [b] int64, which are gone when it returns.</param>
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
