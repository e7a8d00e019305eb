using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019). Biases and norms are not decayed.</summary>
internal static class AdamwOptimizer
{
    // The same values as for Adam.
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public static optim.Optimizer Create(FlatParameters weights, Configuration configuration) => optim.AdamW(
        [
            new([weights.Products], new() { weight_decay = configuration.WeightDecay }),
            new AdamW.ParamGroup([weights.Offsets], new() { weight_decay = 0 }),
        ],
        configuration.LearningRate, Beta1, Beta2, Epsilon);
}
