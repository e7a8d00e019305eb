using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// How a job trains: optimiser, schedule and augmentation, one file each. The job chooses among them here and nowhere else.
/// </summary>
internal sealed class Recipe(Job job)
{
    /// <inheritdoc cref="CropAndFlip.Draw"/>
    public Func<long, long, Generator, Tensor> DrawAugmentation { get; } = CropAndFlip.Draw;

    /// <inheritdoc cref="CropAndFlip.Apply"/>
    public Func<Tensor, Tensor, Tensor> Augment { get; } = CropAndFlip.Apply;

    public optim.Optimizer CreateOptimiser(FlatParameters weights) => AdamOptimiser.Create(weights, job.Configuration);

    /// <param name="step">Of all epochs, from 0.</param>
    /// <param name="steps">Of all epochs.</param>
    public double LearningRate(long step, long steps) => WarmupCosine.At(job.Configuration.LearningRate, step, steps);
}
