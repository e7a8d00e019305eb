using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// How a job trains: optimiser, schedule and augmentation, one file each. The job chooses among them here and nowhere else.
/// </summary>
internal sealed class Recipe(Job job)
{
    /// <summary>Takes pixels [n, 3, size, size] uint8 and what they are drawn by; returns the same shape.</summary>
    public Func<Tensor, Generator, Tensor> Augment { get; } = CropAndFlip.Apply;

    public optim.Optimizer CreateOptimiser(nn.Module network) => AdamOptimiser.Create(network, job.Configuration);

    /// <param name="step">Of all epochs, from 0.</param>
    /// <param name="steps">Of all epochs.</param>
    public double LearningRate(long step, long steps) => WarmupCosine.At(job.Configuration.LearningRate, step, steps);
}
