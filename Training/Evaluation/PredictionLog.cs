using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>
/// The predictions of a network on a row of images, kept on the device: class and confidence. Sorted there; sorts are stable, so
/// that the same weights always give the same lists.
/// </summary>
internal sealed class PredictionLog : IDisposable
{
    private readonly int _classes;
    private readonly Tensor _indices;    // [n] int64, the caller's
    private readonly Tensor _labels;     // [n] int64
    private readonly Tensor _predicted;  // [n] int64
    private readonly Tensor _confidence; // [n] float32
    private long _seen;

    /// <param name="indices">Which images of the source are evaluated, [n] int64, in the order in which <see cref="Add"/> gets
    /// them.</param>
    public PredictionLog(int classes, ResidentSplit source, Tensor indices)
    {
        (_classes, _indices) = (classes, indices);
        _labels = source.Labels.index_select(0, indices).DetachFromDisposeScope();
        _predicted = zeros_like(_labels).DetachFromDisposeScope();
        _confidence = zeros_like(_labels, ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>The next images.</summary>
    /// <param name="logits">[b, classes].</param>
    public void Add(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var count = logits.shape[0];
        // The same choice as the metrics'; a softmax may make equals of two that are not.
        var best = logits.argmax(1);                                                       // [b]
        _predicted.narrow(0, _seen, count).copy_(best);
        _confidence.narrow(0, _seen, count).copy_(logits.softmax(1).gather(1, best.unsqueeze(1)).squeeze(1));
        _seen += count;
    }

    /// <summary>Images by true and predicted class, counted on the host: few pairs of many classes occur.</summary>
    public ConfusionCounts Confusion()
    {
        using var scope = NewDisposeScope();
        var count = (int)_labels.shape[0];
        return ConfusionCounts.From(
            _classes, Host<long>(_labels, count).Zip(Host<long>(_predicted, count), (label, predicted) => ((int)label, (int)predicted)));
    }

    /// <summary>
    /// The most confident mistakes, and after them the most confident of each wrong pair of classes, so that frequent pairs do not hide the
    /// others. By confidence; of equals the one evaluated first.
    /// </summary>
    /// <param name="surest">Taken whatever their classes are.</param>
    /// <param name="ofEachPair">Beyond those, until so many of a pair are taken.</param>
    /// <param name="most">In all, at least <paramref name="surest"/>.</param>
    public ImmutableArray<Mistake> Mistakes(int surest, int ofEachPair, int most)
    {
        using var scope = NewDisposeScope();
        var wrong = _predicted.ne(_labels).nonzero().squeeze(1);                             // [w]
        var order = _confidence.index_select(0, wrong).sort(descending: true, stable: true).Indices;
        var sorted = wrong.index_select(0, order);                                          // [w]
        var count = (int)wrong.shape[0];
        var (images, truth) = (Host<long>(_indices.index_select(0, sorted), count), Host<long>(_labels.index_select(0, sorted), count));
        var answers = Host<long>(_predicted.index_select(0, sorted), count);
        var sure = Host<float>(_confidence.index_select(0, sorted), count);
        var taken = new Dictionary<(long, long), int>();
        return
        [
            .. Enumerable.Range(0, count).Where(Take).Take(most)
                .Select(at => new Mistake((int)images[at], (int)truth[at], (int)answers[at], sure[at])),
        ];

        bool Take(int at)
        {
            var before = taken.GetValueOrDefault((truth[at], answers[at]));
            if (at >= surest && before >= ofEachPair)
                return false;
            taken[(truth[at], answers[at])] = before + 1;
            return true;
        }
    }

    public void Dispose()
    {
        _labels.Dispose();
        _predicted.Dispose();
        _confidence.Dispose();
    }

    private static T[] Host<T>(Tensor values, int count) where T : unmanaged => values.narrow(0, 0, count).cpu().data<T>().ToArray();
}
