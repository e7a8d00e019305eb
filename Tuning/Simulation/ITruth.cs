using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>What training would give, known beforehand: the candidates of a simulated search and the curve of each.</summary>
public interface ITruth
{
    /// <summary>Each configuration of a network once, with its true cost.</summary>
    ImmutableArray<Candidate> Candidates { get; }

    /// <summary>Of each curve.</summary>
    int Epochs { get; }

    /// <summary>Of the dataset; an accuracy of 1 / classes is chance.</summary>
    int Classes { get; }

    /// <summary>What an epoch gives. A loss that is NaN says that training diverges there; later epochs are never asked for.</summary>
    /// <param name="candidate">Index into <see cref="Candidates"/>.</param>
    /// <param name="epoch">1 to <see cref="Epochs"/>.</param>
    EpochTruth At(int candidate, int epoch);

    /// <summary>Milliseconds of one image; null if it was not measured.</summary>
    double? Latency(int candidate) => null;
}

/// <param name="Accuracy">On the validation images, 0 to 1.</param>
/// <param name="Seconds">That the epoch takes on a worker of speed 1.</param>
public readonly record struct EpochTruth(double Accuracy, double ValidationLoss, double Seconds);
