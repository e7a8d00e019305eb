using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>
/// A custom trainer: any TorchSharp model on any data. A worker loads the one public class of an assembly that implements this interface,
/// by its parameterless constructor, and keeps the instance as long as it runs; <c>docs/trainers.md</c> shows how to deploy it. A worker
/// with several devices calls it from one thread per device concurrently.
/// </summary>
public interface ITrainer
{
    /// <summary>Creates model, optimizer and data for one configuration. Called once per attempt, on the thread that uses them.</summary>
    /// <remarks>
    /// torch's generators are seeded before the call, so that equal orders give equal weights. The call has a dispose scope: weights and
    /// buffers of modules and the state of optimizers are kept; any other tensor that must outlive the call has to leave the scope with
    /// <c>DetachFromDisposeScope</c>.
    /// </remarks>
    ITraining Start(TrainingOrder order);
}

/// <summary>
/// The training of one configuration. Paretune calls it step by step and handles everything else: leases, cancellation and pause,
/// checkpoints, crashes, the front. Each call has its own dispose scope, as for <see cref="ITrainer.Start"/>.
/// </summary>
/// <remarks>
/// A checkpoint contains only the state of model and optimizer, so everything else must follow from <see cref="TrainingOrder"/> and <see
/// cref="EpochStep"/>. A resumed training is then bit-identical to an uninterrupted one (on CPU, with one device per process).
/// </remarks>
public interface ITraining : IDisposable
{
    /// <summary>
    /// The model. Checkpoints contain its state, and its state at the best epoch (lowest validation loss) becomes the trial's model file.
    /// </summary>
    nn.Module Model { get; }

    /// <summary>An optimizer of torch's, created after the model was moved to its device.</summary>
    optim.Optimizer Optimiser { get; }

    /// <summary>Steps per epoch, at least 1.</summary>
    int Steps { get; }

    /// <summary>Performs one optimizer step. Keep it short: cancellation and pause take effect between steps.</summary>
    /// <param name="score">Receives the model's results on the step's examples.</param>
    void Step(EpochStep at, Score score);

    /// <summary>Returns the number of validation or test batches, at least 1.</summary>
    int Batches(DataPart part);

    /// <summary>Evaluates one batch without training on it. Gradients are off, and the model is in evaluation mode.</summary>
    /// <param name="batch">Index of the batch, from 0.</param>
    void Judge(DataPart part, int batch, Score score);
}

/// <summary>Examples that are not used for training.</summary>
public enum DataPart
{
    /// <summary>Validation examples, which guide the search after every epoch.</summary>
    Validation,

    /// <summary>Test examples, used once for the front after all training.</summary>
    Test,
}

/// <summary>The position of a step in a training.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step within the epoch, from 0.</param>
/// <param name="Seed">
/// The seed of the epoch, equal in every attempt; use it for shuffling. torch's generators are seeded with it before step 0.
/// </param>
/// <param name="LearningRate">The learning rate by the search's schedule, as for Paretune's networks. Using it is optional.</param>
public readonly record struct EpochStep(int Epoch, int Step, long Seed, double LearningRate);
