using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// The subject of an attempt, in the order in which <see cref="TrainingLoop"/> calls it: one of Paretune's networks, or a custom trainer's
/// model.
/// </summary>
internal interface IAttempt : IDisposable
{
    nn.Module Model { get; }
    optim.Optimizer Optimiser { get; }

    /// <summary>Weights, buffers and other state that training resumes from, except the optimizer's.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Restores a previous <see cref="State"/>.</summary>
    void Restore(IReadOnlyDictionary<string, Tensor> state);

    /// <param name="isFlat">Whether one state was written for all weights, or one for each.</param>
    void RestoreOptimiser(BinaryReader reader, bool isFlat);

    /// <summary>The precision of maps and products, once it is determined.</summary>
    TrainingPrecision Precision => TrainingPrecision.Fp32;

    /// <summary>Determines the precision; called once, before the first epoch.</summary>
    /// <param name="before">The precision of the epochs that are resumed; null if none are.</param>
    void Settle(TrainingPrecision? before)
    {
    }

    /// <summary>Steps of an epoch.</summary>
    int Steps { get; }

    /// <summary>The number of validation batches.</summary>
    int ValidationBatches { get; }

    /// <param name="epoch">From 1.</param>
    void Begin(int epoch);

    /// <summary>One step of the optimiser.</summary>
    /// <param name="step">Of the epoch, from 0.</param>
    /// <returns>Examples of the step, and the learning rate it used.</returns>
    (long Examples, double LearningRate) Step(int step);

    /// <summary>The use of its GPU now; null on a CPU or if unknown.</summary>
    GpuUse? Gpu => null;

    /// <summary>The most bytes that were held on a GPU so far, looked at once more; 0 elsewhere.</summary>
    long PeakDeviceBytes => 0;

    /// <summary>Reads the sum of the epoch's training losses, which waits for the device.</summary>
    bool IsLossFinite { get; }

    /// <summary>Evaluates one batch without learning from it.</summary>
    /// <param name="batch">From 0.</param>
    void Validate(int batch);

    /// <summary>The results of the epoch, once all its batches are validated.</summary>
    EpochMetrics Metrics();

    /// <summary>Writes the files of the best model after the last epoch; nothing is trained after this.</summary>
    IEnumerable<Signal?> Finish(IReadOnlyDictionary<string, Tensor> best, AttemptStore store);

    /// <summary>The report on the model itself; null if there is nothing to report yet.</summary>
    ModelFigures? Figures { get; }
}

/// <inheritdoc cref="Report"/>
internal readonly record struct EpochMetrics(
    double TrainLoss, double TrainAccuracy, double ValidationLoss, double Accuracy, ImmutableArray<double> ClassAccuracy, double? TopFive,
    double? Balanced = null)
{
    public static EpochMetrics Diverged { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, [], null);
}
