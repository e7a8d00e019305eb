using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
internal static class AdamwOptimiser
{
    // As Adam's.
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    public static optim.Optimizer Create(nn.Module network, Configuration configuration) =>
        optim.AdamW(network.parameters(), configuration.LearningRate, Beta1, Beta2, Epsilon, configuration.WeightDecay);
}
