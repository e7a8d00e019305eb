using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// What an attempt trains: one of Paretune's networks, or a custom trainer's model. Members are in the order in which
/// <see cref="TrainingLoop"/> calls them.
/// </summary>
internal interface IAttempt : IDisposable
{
    nn.Module Model { get; }
    optim.Optimizer Optimiser { get; }

    /// <summary>Weights, buffers and other state from which training resumes, except the optimizer's.</summary>
    IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>Restores a previous <see cref="State"/>.</summary>
    void Restore(IReadOnlyDictionary<string, Tensor> state);

    /// <param name="isFlat">Whether the checkpoint has one state for all weights, or one per weight.</param>
    void RestoreOptimizer(BinaryReader reader, bool isFlat);

    /// <summary>The precision of maps and products, once <see cref="Settle"/> has chosen it.</summary>
    TrainingPrecision Precision => TrainingPrecision.Fp32;

    /// <summary>Chooses the precision. Called once, before the first epoch.</summary>
    /// <param name="before">The precision of the epochs from which training resumes; null at the start.</param>
    void Settle(TrainingPrecision? before)
    {
    }

    /// <summary>Steps per epoch.</summary>
    int Steps { get; }

    /// <summary>The number of validation batches.</summary>
    int ValidationBatches { get; }

    /// <param name="epoch">The epoch, from 1.</param>
    void Begin(int epoch);

    /// <summary>Performs one step of the optimizer.</summary>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <returns>The examples of the step, and the learning rate it used.</returns>
    (long Examples, double LearningRate) Step(int step);

    /// <summary>The current use of the attempt's GPU; null on a CPU or if unknown.</summary>
    GpuUse? Gpu => null;

    /// <summary>Measures, and returns the peak GPU memory so far in bytes; 0 without a GPU or if unknown.</summary>
    long PeakDeviceBytes => 0;

    /// <summary>Whether the sum of the epoch's training losses is finite. Reading it waits for the device.</summary>
    bool IsLossFinite { get; }

    /// <summary>Evaluates one batch without training on it.</summary>
    /// <param name="batch">Index of the batch, from 0.</param>
    void Validate(int batch);

    /// <summary>Returns the results of the epoch, once all validation batches are evaluated.</summary>
    EpochMetrics Metrics();

    /// <summary>Writes the files of the best model after the last epoch; nothing is trained afterwards.</summary>
    IEnumerable<Signal?> Finish(IReadOnlyDictionary<string, Tensor> best, AttemptStore store);

    /// <summary>Facts about the model itself, for the report; null if there are none yet.</summary>
    ModelMeasurements? Figures { get; }
}

/// <inheritdoc cref="Report"/>
internal readonly record struct EpochMetrics(
    double TrainLoss, double TrainAccuracy, double ValidationLoss, double Accuracy, ImmutableArray<double> ClassAccuracy, double? TopFive,
    double? Balanced = null)
{
    public static EpochMetrics Diverged { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, [], null);
}
