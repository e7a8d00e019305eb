using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019). Biases and norms are not decayed.</summary>
/// <inheritdoc cref="Adam" path="/remarks"/>
internal sealed class AdamW(FlatParameters weights, Configuration configuration) : TorchSharp.Modules.AdamW(
    [
        new([weights.Products], new() { weight_decay = configuration.WeightDecay }),
        new ParamGroup([weights.Offsets], new() { weight_decay = 0 }),
    ],
    configuration.LearningRate, AdamMoments.Beta1, AdamMoments.Beta2, AdamMoments.Epsilon)
{
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(
        group =>
        {
            using var kept = (1 - group.LearningRate * ((Options)group.Options).weight_decay!.Value).ToScalar();
            foreach (var buffer in group.Parameters)
            {
                if (buffer.grad is not { } gradient)
                    continue;
                var state = (State)_state[buffer.Handle];
                state.step++;
                buffer.mul_(kept);
                AdamMoments.Step(buffer, gradient, state.exp_avg, state.exp_avg_sq, state.step, group.LearningRate);
            }
        },
        closure);
}
