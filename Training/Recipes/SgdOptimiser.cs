using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Stochastic gradient descent with momentum (Sutskever et al. 2013), weight decay as an L2 penalty.</summary>
internal static class SgdOptimiser
{
    public static optim.Optimizer Create(nn.Module network, Configuration configuration, double momentum) =>
        optim.SGD(network.parameters(), configuration.LearningRate, momentum, weight_decay: configuration.WeightDecay);
}
