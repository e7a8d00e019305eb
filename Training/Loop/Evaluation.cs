using Paretune.Training.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Judges images batch by batch without learning from them.</summary>
/// <param name="indices">Which images of the source, [n] int64.</param>
internal sealed class Evaluation(Lease lease, PlannedNetwork network, Augmentation augmentation, ResidentSplit source, Tensor indices)
{
    // Larger batches are no faster.
    private const int MostImages = 256;

    // What fits the device while it trains fits it here, where no gradients are kept.
    private readonly int batchSize = Math.Clamp(lease.Job.Configuration.BatchSize / lease.MicroBatchDivisor, 1, MostImages);

    public int Steps => (int)((indices.shape[0] + batchSize - 1) / batchSize);

    /// <summary>Judges one batch.</summary>
    /// <param name="step">From 0.</param>
    /// <returns>Images of the step.</returns>
    public int Step(int step, Tally tally) =>
        Step(step, (logits, labels) => tally.Add(logits, labels, nn.functional.cross_entropy(logits, labels)));

    /// <param name="judge">Is given logits [b, classes] and labels [b] int64, which are gone when it returns.</param>
    /// <inheritdoc cref="Step(int, Tally)"/>
    public int Step(int step, Action<Tensor, Tensor> judge)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var start = (long)step * batchSize;
        var batch = indices.narrow(0, start, Math.Min(batchSize, indices.shape[0] - start));
        var labels = source.Labels.index_select(0, batch);                                          // [b]
        var logits = network.forward(augmentation.Plain(source.Images.index_select(0, batch)));     // [b, classes]
        judge(logits, labels);
        return (int)batch.shape[0];
    }
}
