using System.Collections.Immutable;
using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>Accumulates loss and accuracy over batches on the device, so that no step waits for the host to read a number.</summary>
internal sealed class BatchMetrics : IDisposable
{
    // The number of classes in top-5 accuracy.
    private const int Likeliest = 5;

    private readonly Tensor _loss;
    private readonly Tensor _hits;  // [classes]
    private readonly Tensor _seen;  // [classes]
    private readonly Tensor? _near; // [1], images whose class is in the top five

    /// <param name="isRanked">Whether to compute top-5 accuracy; skipped with five classes or fewer.</param>
    public BatchMetrics(int classes, Device device, bool isRanked = false)
    {
        _near = isRanked && classes > Likeliest ? zeros([1], ScalarType.Int64, device).DetachFromDisposeScope() : null;
        _loss = zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
        _hits = zeros([classes], ScalarType.Int64, device).DetachFromDisposeScope();
        _seen = zeros([classes], ScalarType.Int64, device).DetachFromDisposeScope();
    }

    /// <summary>Mean loss per image.</summary>
    public double Loss => _loss.item<double>() / Images;

    /// <summary>Accuracy, 0 to 1.</summary>
    public double Accuracy => (double)Sum(_hits) / Images;

    /// <summary>Top-5 accuracy, 0 to 1; null if not computed.</summary>
    public double? TopFive => _near is null ? null : (double)Sum(_near) / Images;

    /// <summary>Accuracy of each class; NaN for a class without images. Empty if there are too many classes to report.</summary>
    public ImmutableArray<double> ClassAccuracy => _seen.shape[0] <= Report.MostClassAccuracies ? [.. OfClasses()] : [];

    /// <summary>Mean accuracy over the classes that have images, 0 to 1.</summary>
    public double Balanced => OfClasses().Where(accuracy => !double.IsNaN(accuracy)).DefaultIfEmpty(double.NaN).Average();

    private long Images => Sum(_seen);

    /// <param name="logits">[n, classes].</param>
    /// <param name="labels">[n] int64.</param>
    /// <param name="meanLoss">Mean cross-entropy of the batch, a scalar.</param>
    public void Add(Tensor logits, Tensor labels, Tensor meanLoss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var count = labels.shape[0].ToScalar();
        _loss.add_(meanLoss.detach().to(ScalarType.Float64).mul(count), KeptScalar.One);
        var found = logits.argmax(1).eq(labels).to(ScalarType.Int64);                      // [n], 0 or 1
        _hits.index_add_(0, labels, found, KeptScalar.One);
        _seen.index_add_(0, labels, ones_like(labels), KeptScalar.One);
        _near?.add_(logits.topk(Likeliest, 1).indexes.eq(labels.unsqueeze(1)).sum(), KeptScalar.One);
    }

    /// <summary>Resets all sums to zero.</summary>
    public void Reset()
    {
        foreach (var sum in (Tensor?[])[_loss, _hits, _seen, _near])
            sum?.zero_();
    }

    /// <summary>Whether the sum of losses is finite. Reading it waits for the device.</summary>
    public bool IsLossFinite => double.IsFinite(_loss.item<double>());

    public void Dispose()
    {
        _loss.Dispose();
        _hits.Dispose();
        _seen.Dispose();
        _near?.Dispose();
    }

    private double[] OfClasses()
    {
        using var scope = NewDisposeScope();
        var ratio = _hits.to(ScalarType.Float64) / _seen.to(ScalarType.Float64);
        return ratio.cpu().data<double>().ToArray();
    }

    private static long Sum(Tensor counts)
    {
        using var sum = counts.sum();
        return sum.item<long>();
    }
}
