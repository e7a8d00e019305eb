using System.Collections.Immutable;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>
/// The predictions of a network on a row of images, kept on the device: class and confidence. Counted and sorted there; sorts are stable, so that
/// the same weights always give the same lists.
/// </summary>
internal sealed class PredictionLog : IDisposable
{
    private readonly int classes;
    private readonly Tensor indices;    // [n] int64, the caller's
    private readonly Tensor labels;     // [n] int64
    private readonly Tensor predicted;  // [n] int64
    private readonly Tensor confidence; // [n] float32
    private long seen;

    /// <param name="indices">Which images of the source are evaluated, [n] int64, in the order in which <see cref="Add"/> gets them.</param>
    public PredictionLog(int classes, ResidentSplit source, Tensor indices)
    {
        (this.classes, this.indices) = (classes, indices);
        labels = source.Labels.index_select(0, indices).DetachFromDisposeScope();
        predicted = zeros_like(labels).DetachFromDisposeScope();
        confidence = zeros_like(labels, ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>The next images.</summary>
    /// <param name="logits">[b, classes].</param>
    public void Add(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var count = logits.shape[0];
        // The same choice as the metrics'; a softmax may make equals of two that are not.
        var best = logits.argmax(1);                                                       // [b]
        predicted.narrow(0, seen, count).copy_(best);
        confidence.narrow(0, seen, count).copy_(logits.softmax(1).gather(1, best.unsqueeze(1)).squeeze(1));
        seen += count;
    }

    /// <summary>Images by true class (row) and predicted class (column): [classes, classes] int64; the caller disposes it.</summary>
    public Tensor Confusion()
    {
        using var scope = NewDisposeScope();
        return (labels * classes + predicted).bincount(null, classes * classes).view(classes, classes).DetachFromDisposeScope();
    }

    /// <summary>Images by true class (row) and predicted class (column), however many classes there are.</summary>
    public ImmutableArray<ImmutableArray<int>> ConfusionRows()
    {
        using var confusion = Confusion();
        return Rows(confusion);
    }

    /// <inheritdoc cref="ConfusionRows"/>
    public static ImmutableArray<ImmutableArray<int>> Rows(Tensor confusion)
    {
        using var scope = NewDisposeScope();
        var counts = confusion.to(ScalarType.Int32).cpu();
        return [.. counts.data<int>().ToArray().Chunk((int)confusion.shape[1]).Select(row => row.ToImmutableArray())];
    }

    /// <summary>The most frequent wrong pairs; of equals the lower class first.</summary>
    public static ImmutableArray<ConfusedPair> Confused(Tensor confusion, int most)
    {
        using var scope = NewDisposeScope();
        var classes = (int)confusion.shape[0];
        var wrong = confusion - confusion.diag().diag();
        var (counts, pairs) = wrong.flatten().sort(descending: true, stable: true);
        most = (int)Math.Min(most, wrong.count_nonzero().item<long>());
        return [.. Host<long>(counts, most).Zip(
            Host<long>(pairs, most), (count, pair) => new ConfusedPair((int)pair / classes, (int)pair % classes, (int)count))];
    }

    /// <summary>The most confident mistakes; of equals the one evaluated first.</summary>
    public ImmutableArray<Mistake> Mistakes(int most)
    {
        using var scope = NewDisposeScope();
        var wrong = predicted.ne(labels).nonzero().squeeze(1);                             // [w]
        var order = confidence.index_select(0, wrong).sort(descending: true, stable: true).Indices;
        most = (int)Math.Min(most, wrong.shape[0]);
        var shown = wrong.index_select(0, order.narrow(0, 0, most));                       // [most]
        var (images, truth) = (Host<long>(indices.index_select(0, shown), most), Host<long>(labels.index_select(0, shown), most));
        var (answers, sure) = (Host<long>(predicted.index_select(0, shown), most), Host<float>(confidence.index_select(0, shown), most));
        return [.. Enumerable.Range(0, most).Select(at => new Mistake((int)images[at], (int)truth[at], (int)answers[at], sure[at]))];
    }

    public void Dispose()
    {
        labels.Dispose();
        predicted.Dispose();
        confidence.Dispose();
    }

    private static T[] Host<T>(Tensor values, int count) where T : unmanaged => values.narrow(0, 0, count).cpu().data<T>().ToArray();
}
