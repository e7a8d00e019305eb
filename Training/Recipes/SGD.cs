using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// Stochastic gradient descent with momentum (Sutskever et al. 2013), with weight decay as an L2 penalty. Biases and norms are not decayed.
/// </summary>
/// <inheritdoc cref="Adam" path="/remarks"/>
internal sealed class SGD(FlatParameters weights, Configuration configuration, double momentum) : TorchSharp.Modules.SGD(
    [
        new([weights.Products], new() { momentum = momentum, weight_decay = configuration.WeightDecay }),
        new ParamGroup([weights.Offsets], new() { momentum = momentum, weight_decay = 0 }),
    ],
    configuration.LearningRate)
{
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(
        group =>
        {
            using Scalar decay = group.Options.weight_decay!.Value.ToScalar(), kept = momentum.ToScalar();
            using var length = (-group.LearningRate).ToScalar();
            foreach (var buffer in group.Parameters)
            {
                if (buffer.grad is not { } gradient)
                    continue;
                if (group.Options.weight_decay != 0)
                    gradient = gradient.add(buffer, decay);
                buffer.add_(momentum == 0 ? gradient : Follow((State)_state[buffer.Handle], gradient, kept), length);
            }
        },
        closure);

    private static Tensor Follow(State state, Tensor gradient, Scalar kept)
    {
        if (state.momentum_buffer is { } before)
            return before.mul_(kept).add_(gradient, KeptScalar.One);
        return state.momentum_buffer = gradient.clone().detach().DetachFromDisposeScope();
    }
}
