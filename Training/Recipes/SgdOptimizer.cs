using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// Stochastic gradient descent with momentum (Sutskever et al. 2013), with weight decay as an L2 penalty. Biases and norms are not decayed.
/// </summary>
internal static class SgdOptimizer
{
    public static optim.Optimizer Create(FlatParameters weights, Configuration configuration, double momentum) => optim.SGD(
        [
            new SGD.ParamGroup([weights.Products], new() { momentum = momentum, weight_decay = configuration.WeightDecay }),
            new SGD.ParamGroup([weights.Offsets], new() { momentum = momentum, weight_decay = 0 }),
        ],
        configuration.LearningRate);
}
