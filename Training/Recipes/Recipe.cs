using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>How a job is trained: optimizer, schedule, augmentation and loss, one file each. This class selects them.</summary>
internal sealed class Recipe(Job job)
{
    private readonly RecipeOptions _options = job.Configuration.Recipe ?? RecipeOptions.Former;

    /// <summary>
    /// Augments pixels [n, channels, size, size] uint8 with the drawn values; returns the same shape, or the pixels themselves if nothing
    /// applies.
    /// </summary>
    public Tensor Augment(Tensor pixels, AugmentationDraws drawn)
    {
        var (crops, flips) = (_options.Augmentation.HasFlag(Augmentation.Crop), _options.Augmentation.HasFlag(Augmentation.Flip));
        if (crops || flips)
            pixels = CropAndFlip.Apply(pixels, drawn, crops, flips);
        return _options.Augmentation.HasFlag(Augmentation.Cutout) ? Cutout.Apply(pixels, drawn) : pixels;
    }

    public optim.Optimizer CreateOptimizer(FlatParameters weights) => _options.Optimizer switch
    {
        OptimizerKind.Adamw => new AdamW(weights, job.Configuration),
        OptimizerKind.Sgd => new SGD(weights, job.Configuration, _options.Momentum),
        _ => new Adam([weights.Products, weights.Offsets], job.Configuration.LearningRate, job.Configuration.WeightDecay),
    };

    /// <summary>Creates the moving average; null if the weights themselves are validated and saved.</summary>
    public WeightAverage? CreateAverage(FlatParameters weights) => _options.Ema == 0 ? null : new(weights, _options.Ema);

    /// <param name="step">Step over all epochs, from 0.</param>
    /// <param name="steps">Steps per epoch.</param>
    public double LearningRate(long step, int steps) =>
        new StagedRates(new(_options.Schedule, _options.Warmup), job).At(step, steps);

    /// <summary>Returns the loss to minimize, as the mean over the images.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="labels">[n] int64.</param>
    /// <param name="crossEntropy">The cross-entropy of the same logits, which is reported whatever is minimized.</param>
    public Tensor Loss(Tensor logits, Tensor labels, Tensor crossEntropy) => _options.LabelSmoothing == 0
        ? crossEntropy
        : nn.functional.cross_entropy(logits, labels, label_smoothing: _options.LabelSmoothing);
}
