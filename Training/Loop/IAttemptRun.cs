using System.Collections.Immutable;
using Paretune.Training.Checkpoints;

namespace Paretune.Training.Loop;

/// <summary>What one attempt trains, as <see cref="AttemptLoop"/> asks it: one of Paretune's networks, or a training of the users' own.</summary>
internal interface IAttemptRun : IDisposable
{
    /// <summary>Steps of an epoch.</summary>
    int Steps { get; }
    Progress? Progress { get; }

    /// <summary>The newest epoch's report as this attempt gives it.</summary>
    Report Report { get; }

    void GoOnFrom(SavedCheckpoint checkpoint);

    /// <param name="epoch">From 1.</param>
    IEpoch Begin(int epoch);

    /// <summary>Takes an epoch's end; the weights are kept where no earlier epoch was as good.</summary>
    void End(Progress progress);

    Task Save(CheckpointStore checkpoints, CancellationToken cancellation);
}

/// <summary>One epoch under way. Steps and batches count from 0.</summary>
internal interface IEpoch : IDisposable
{
    /// <summary>Examples of the epoch that trained.</summary>
    long Examples { get; }

    /// <summary>Reads the sum of the training's losses, which waits for the device.</summary>
    bool IsFinite { get; }

    int ValidationSteps { get; }

    /// <returns>Examples of the step, and the learning rate it used.</returns>
    (long Examples, double LearningRate) Step(int step);

    void Validate(int step);

    /// <summary>What all of it gave.</summary>
    EpochFigures Figures();
}

/// <inheritdoc cref="Report"/>
internal readonly record struct EpochFigures(
    double TrainLoss, double TrainAccuracy, double ValidationLoss, double Accuracy, ImmutableArray<double> ClassAccuracy, double? TopFive)
{
    public static EpochFigures Diverged { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, [], null);
}
