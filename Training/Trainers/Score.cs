using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>Sums on the device what a model makes of its examples, so that no step waits for the host to read a number.</summary>
public sealed class Score : IDisposable
{
    // Float32 sums of many scores of 1 may come out a little larger.
    private const double Rounding = 1e-5;

    private readonly Tensor _loss;
    private readonly Tensor _hits;

    internal Score(Device device)
    {
        _loss = zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
        _hits = zeros([1], ScalarType.Float64, device).DetachFromDisposeScope();
    }

    /// <summary>Examples since the epoch began.</summary>
    internal long Examples { get; private set; }

    /// <summary>Mean loss of an example.</summary>
    internal double Loss => _loss.item<double>() / Examples;

    /// <summary>Mean score of an example, 0 to 1.</summary>
    internal double Accuracy => _hits.item<double>() / Examples;

    /// <summary>Reads the sum of losses, which waits for the device.</summary>
    internal bool IsFinite => double.IsFinite(_loss.item<double>());

    /// <summary>Refuses what no search can compare. A loss that is no number is left to the search: its trial ends as diverged.</summary>
    /// <param name="counted">The calls that were to count, as a message names them.</param>
    /// <exception cref="InvalidOperationException">No example was counted, or one scores less than 0 or more than 1.</exception>
    internal void Check(string counted)
    {
        if (Examples == 0)
            throw new InvalidOperationException($"{counted} must score at least one example, but scored none; call score.Add in it");
        if (IsFinite && Accuracy is not (>= 0 and <= 1 + Rounding))
            throw new InvalidOperationException(
                FormattableString.Invariant($"{counted} must score examples from 0 to 1, but their mean is {Accuracy}; ")
                + "pass score.Add the sum of the batch's scores and their number");
    }

    /// <summary>Counts a batch.</summary>
    /// <param name="meanLoss">The batch's mean loss, a scalar.</param>
    /// <param name="score">The sum of its examples' scores, a scalar; an example scores from 0 to 1, as with classes found and not
    /// found.</param>
    public void Add(Tensor meanLoss, Tensor score, long examples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        _loss.add_(meanLoss.detach().to(ScalarType.Float64) * examples, KeptScalar.One);
        _hits.add_(score.detach().to(ScalarType.Float64), KeptScalar.One);
        Examples += examples;
    }

    /// <summary>Counts a batch of a classifier.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="labels">[n] int64.</param>
    /// <param name="meanLoss">The batch's mean loss, a scalar.</param>
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
