using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>The bias-corrected Adam of Kingma and Ba 2015, with weight decay as an L2 penalty.</summary>
/// <remarks>TorchSharp writes an optimizer's class name into checkpoints, so its name must stay.</remarks>
internal sealed class Adam(IEnumerable<Parameter> weights, double learningRate, double weightDecay)
    : TorchSharp.Modules.Adam(weights, learningRate, AdamMoments.Beta1, AdamMoments.Beta2, AdamMoments.Epsilon, weightDecay)
{
    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(
        group =>
        {
            var decay = ((Options)group.Options).weight_decay!.Value;
            using var factor = decay.ToScalar();
            foreach (var buffer in group.Parameters)
            {
                if (buffer.grad is not { } gradient)
                    continue;
                var state = (State)_state[buffer.Handle];
                state.step++;
                AdamMoments.Step(
                    buffer, decay == 0 ? gradient : gradient.add(buffer, factor), state.exp_avg, state.exp_avg_sq, state.step,
                    group.LearningRate);
            }
        },
        closure);
}
