using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>The bias-corrected Adam of Kingma and Ba 2015, with weight decay as an L2 penalty.</summary>
internal static class AdamOptimizer
{
    // Decay of the two moments per step, and the term that keeps the division finite; no units. The usual values, used for Table 2 of the
    // paper.
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public static optim.Optimizer Create(FlatParameters weights, Configuration configuration) =>
        optim.Adam([weights.Products, weights.Offsets], configuration.LearningRate, Beta1, Beta2, Epsilon, configuration.WeightDecay);
}
