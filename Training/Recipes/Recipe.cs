using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// How a job trains: optimiser, schedule, augmentation and loss, one file each. The job chooses among them here and nowhere else.
/// </summary>
internal sealed class Recipe(Job job)
{
    private readonly RecipeOptions _options = job.Configuration.Recipe ?? RecipeOptions.Former;

    /// <summary>
    /// Takes pixels [n, channels, size, size] uint8 and what was drawn for them; returns the same shape, or the pixels themselves.
    /// </summary>
    public Tensor Augment(Tensor pixels, AugmentationDraws drawn)
    {
        var (crops, flips) = (_options.Augmentation.HasFlag(Augmentation.Crop), _options.Augmentation.HasFlag(Augmentation.Flip));
        if (crops || flips)
            pixels = CropAndFlip.Apply(pixels, drawn, crops, flips);
        return _options.Augmentation.HasFlag(Augmentation.Cutout) ? Cutout.Apply(pixels, drawn) : pixels;
    }

    public optim.Optimizer CreateOptimiser(FlatParameters weights) => _options.Optimizer switch
    {
        OptimizerKind.Adamw => AdamwOptimiser.Create(weights, job.Configuration),
        OptimizerKind.Sgd => SgdOptimiser.Create(weights, job.Configuration, _options.Momentum),
        _ => AdamOptimiser.Create(weights, job.Configuration),
    };

    /// <summary>Null where the weights themselves validate and are kept.</summary>
    public WeightAverage? CreateAverage(FlatParameters weights) => _options.Ema == 0 ? null : new(weights, _options.Ema);

    /// <param name="step">Of all epochs, from 0.</param>
    /// <param name="steps">Of an epoch.</param>
    public double LearningRate(long step, int steps) =>
        new StagedRates(new(_options.Schedule, _options.Warmup), job).At(step, steps);

    /// <summary>What is minimised, as the mean over the images.</summary>
    /// <param name="logits">[n, classes].</param>
    /// <param name="labels">[n] int64.</param>
    /// <param name="crossEntropy">Of the same; what is reported, whatever is minimised.</param>
    public Tensor Loss(Tensor logits, Tensor labels, Tensor crossEntropy) => _options.LabelSmoothing == 0
        ? crossEntropy
        : nn.functional.cross_entropy(logits, labels, label_smoothing: _options.LabelSmoothing);
}
