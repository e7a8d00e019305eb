using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>Accumulates a model's results on the device, so that no step waits for the host to read a number.</summary>
public sealed class Score : IDisposable
{
    // Float32 sums of many scores of 1 may be slightly too large.
    private const double Rounding = 1e-5;

    private readonly Tensor _loss;
    private readonly Tensor _hits;

    internal Score(Device device)
    {
        _loss = zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
        _hits = zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
    }

    /// <summary>Examples since the start of the epoch.</summary>
    internal long Examples { get; private set; }

    /// <summary>Mean loss per example.</summary>
    internal double Loss => _loss.item<double>() / Examples;

    /// <summary>Mean score per example, 0 to 1.</summary>
    internal double Accuracy => _hits.item<double>() / Examples;

    /// <summary>Whether the sum of losses is finite. Reading it waits for the device.</summary>
    internal bool IsFinite => double.IsFinite(_loss.item<double>());

    /// <summary>
    /// Rejects results that a search cannot compare. A loss that is not finite is accepted: the search ends its trial as diverged.
    /// </summary>
    /// <param name="counted">The calls that were to add results, as a message names them.</param>
    /// <exception cref="InvalidOperationException">No example was counted, or a mean score is below 0 or above 1.</exception>
    internal void Check(string counted)
    {
        if (Examples == 0)
            throw new InvalidOperationException($"{counted} must score at least one example, but scored none; call score.Add in it");
        if (IsFinite && Accuracy is not (>= 0 and <= 1 + Rounding))
            throw new InvalidOperationException(
                FormattableString.Invariant($"{counted} must score examples from 0 to 1, but their mean is {Accuracy}; ")
                + "pass score.Add the sum of the batch's scores and their number");
    }

    /// <summary>Adds the results of a batch.</summary>
    /// <param name="meanLoss">The mean loss of the batch, a scalar.</param>
    /// <param name="score">
    /// The sum of the examples' scores, a scalar. Each example scores from 0 to 1; for classes, 1 if correct and 0 if not.
    /// </param>
    public void Add(Tensor meanLoss, Tensor score, long examples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var count = examples.ToScalar();
        _loss.add_(meanLoss.detach().to(ScalarType.Float64).mul(count), KeptScalar.One);
        _hits.add_(score.detach().to(ScalarType.Float64), KeptScalar.One);
        Examples += examples;
    }

    /// <summary>Adds the results of a classifier's batch.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="labels">[n] int64.</param>
    /// <param name="meanLoss">The mean loss of the batch, a scalar.</param>
    public void Add(Tensor logits, Tensor labels, Tensor meanLoss)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Add(meanLoss, logits.argmax(1).eq(labels).sum(), labels.shape[0]);
    }

    public void Dispose()
    {
        _loss.Dispose();
        _hits.Dispose();
    }
}
