using Paretune.Training.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Judges images batch by batch without learning from them.</summary>
internal static class Evaluation
{
    private const int BatchSize = 256;

    public static int Batches(long images) => (int)((images + BatchSize - 1) / BatchSize);

    /// <summary>The indices of one batch.</summary>
    public static Tensor Batch(Tensor indices, int step)
    {
        var start = (long)step * BatchSize;
        return indices.narrow(0, start, Math.Min(BatchSize, indices.shape[0] - start));
    }

    /// <param name="batch">Indices of the images, [n] int64.</param>
    public static void Judge(PlannedNetwork network, Augmentation augmentation, ResidentSplit source, Tensor batch, Tally tally)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        network.eval();
        var labels = source.Labels.index_select(0, batch);
        var logits = network.forward(augmentation.Plain(source.Images.index_select(0, batch)));
        tally.Add(logits, labels, nn.functional.cross_entropy(logits, labels));
    }
}
