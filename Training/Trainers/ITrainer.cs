using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>
/// A trainer of your own: any TorchSharp model on any data. A worker loads the one public class of an assembly that implements this, by its
/// constructor without parameters, and keeps it as long as it runs; <c>docs/trainers.md</c> shows how it gets there. A worker of several
/// devices asks it from a thread of each at once.
/// </summary>
public interface ITrainer
{
    /// <summary>
    /// Builds model, optimiser and data for one configuration; called once an attempt, on the thread that all of it is used from.
    /// </summary>
    /// <remarks>
    /// torch's generators are seeded before, so that the same order gives the same weights. The call has a dispose scope: weights and
    /// buffers of modules and the state of optimisers stay, other tensors that are to outlive it leave it by <c>DetachFromDisposeScope</c>.
    /// </remarks>
    ITraining Start(TrainingOrder order);
}

/// <summary>
/// One configuration being trained. Paretune asks for step after step and does the rest: leases, cancel and pause, checkpoints, crashes,
/// the front. Each call has its own dispose scope, like <see cref="ITrainer.Start"/>.
/// </summary>
/// <remarks>
/// What else must outlive a crash has to follow from <see cref="TrainingOrder"/> and <see cref="EpochStep"/>: a checkpoint holds the state
/// of model and optimiser and nothing more. Then a resumed training equals an undisturbed one to the last bit (on CPU, with one device a
/// process).
/// </remarks>
public interface ITraining : IDisposable
{
    /// <summary>
    /// What is trained. Its state is kept in checkpoints, and that of the epoch with the least validation loss is the trial's model file.
    /// </summary>
    nn.Module Model { get; }

    /// <summary>One of torch's, built after the model was moved to its device.</summary>
    optim.Optimizer Optimiser { get; }

    /// <summary>Steps of an epoch, at least 1.</summary>
    int Steps { get; }

    /// <summary>One step of the optimiser. Keep it short: cancel and pause are learned between two.</summary>
    /// <param name="score">Takes what the model made of the step's examples.</param>
    void Step(EpochStep at, Score score);

    /// <summary>Batches of the examples that validate or test, at least 1.</summary>
    int Batches(DataPart part);

    /// <summary>Judges one batch without learning from it: gradients are off and the model is in evaluation.</summary>
    /// <param name="batch">From 0.</param>
    void Judge(DataPart part, int batch, Score score);
}

/// <summary>Examples that are not trained on.</summary>
public enum DataPart
{
    /// <summary>Drives the search: after every epoch.</summary>
    Validation,

    /// <summary>Touched once, for the front, when all trials are over.</summary>
    Test,
}

/// <summary>Where in a training a step is.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Step">Of the epoch, from 0.</param>
/// <param name="Seed">
/// Of the epoch, the same in every attempt: what an epoch shuffles by. torch's generators are seeded with it before step 0.
/// </param>
/// <param name="LearningRate">
/// The configuration's, warmed up and then brought down by half a cosine, as Paretune's networks have it. Yours to use.
/// </param>
public readonly record struct EpochStep(int Epoch, int Step, long Seed, double LearningRate);
