using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>
/// A network's predictions on a sequence of images, kept and sorted on the device: class and confidence. Sorts are stable, so that equal
/// weights give equal lists.
/// </summary>
internal sealed class PredictionLog : IDisposable
{
    private readonly int _classes;
    private readonly Tensor _indices;    // [n] int64, owned by the caller
    private readonly Tensor _labels;     // [n] int64
    private readonly Tensor _predicted;  // [n] int64
    private readonly Tensor _confidence; // [n] float32
    private long _seen;

    /// <param name="indices">
    /// Indices of the evaluated images in the source, [n] int64, in the order of the calls of <see cref="Add"/>.
    /// </param>
    public PredictionLog(int classes, ResidentSplit source, Tensor indices)
    {
        (_classes, _indices) = (classes, indices);
        _labels = source.Labels.index_select(0, indices).DetachFromDisposeScope();
        _predicted = zeros_like(_labels).DetachFromDisposeScope();
        _confidence = zeros_like(_labels, ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>Adds the predictions for the next images.</summary>
    /// <param name="logits">[b, classes].</param>
    public void Add(Tensor logits)
    {
        using var scope = NewDisposeScope();
        var count = logits.shape[0];
        // The argmax of the logits, as for the metrics: a softmax may make different values equal.
        var best = logits.argmax(1);                                                       // [b]
        _predicted.narrow(0, _seen, count).copy_(best);
        _confidence.narrow(0, _seen, count).copy_(logits.softmax(1).gather(1, best.unsqueeze(1)).squeeze(1));
        _seen += count;
    }

    /// <summary>Counts images by true and predicted class on the host, because only few of the possible pairs occur.</summary>
    public ConfusionCounts Confusion()
    {
        using var scope = NewDisposeScope();
        var count = (int)_labels.shape[0];
        return ConfusionCounts.From(
            _classes, Host<long>(_labels, count).Zip(Host<long>(_predicted, count), (label, predicted) => ((int)label, (int)predicted)));
    }

    /// <summary>
    /// Returns the most confident mistakes, then the most confident mistakes of each pair of confused classes, so that frequent pairs do
    /// not hide others. Sorted by confidence; equal ones in the order of evaluation.
    /// </summary>
    /// <param name="surest">The number of mistakes taken regardless of their classes.</param>
    /// <param name="ofEachPair">The number of mistakes per pair up to which more are added.</param>
    /// <param name="most">The maximum in total, at least <paramref name="surest"/>.</param>
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
