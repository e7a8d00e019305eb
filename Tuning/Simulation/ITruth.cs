using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>The known results of training: the candidates of a simulated search and the learning curve of each.</summary>
public interface ITruth
{
    /// <summary>All candidates, with their true costs; no two are equal.</summary>
    ImmutableArray<Candidate> Candidates { get; }

    /// <summary>Epochs of a full curve.</summary>
    int Epochs { get; }

    /// <summary>Classes of the dataset; guessing has an accuracy of 1 / classes.</summary>
    int Classes { get; }

    /// <summary>
    /// Returns the result of an epoch. A validation loss of NaN means that training diverges there; later epochs are never requested.
    /// </summary>
    /// <param name="candidate">Index into <see cref="Candidates"/>.</param>
    /// <param name="epoch">1 to <see cref="Epochs"/>.</param>
    EpochTruth At(int candidate, int epoch);

    /// <summary>Latency in milliseconds per image; null if not measured.</summary>
    double? Latency(int candidate) => null;
}

/// <summary>The result of one epoch.</summary>
/// <param name="Accuracy">On the validation images, 0 to 1.</param>
/// <param name="Seconds">Duration of the epoch on a worker of speed 1.</param>
public readonly record struct EpochTruth(double Accuracy, double ValidationLoss, double Seconds);
