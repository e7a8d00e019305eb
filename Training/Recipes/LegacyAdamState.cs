using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>Reads Adam's moments from older checkpoints, which stored a pair per weight.</summary>
internal static class LegacyAdamState
{
    /// <param name="optimizer">The Adam optimizer that continues with the moments.</param>
    public static void Load(BinaryReader reader, nn.Module network, FlatParameters weights, optim.Optimizer optimizer)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var former = new Adam(network.parameters(), learningRate: 0, weightDecay: 0);
        former.load_state_dict(reader);
        var moments = network.parameters().Zip(former.state_dict().State.Cast<Adam.State>())
            .ToDictionary(pair => pair.First.Handle, pair => pair.Second);
        var (first, second) = (weights.Flatten(weight => Create(weight).exp_avg), weights.Flatten(weight => Create(weight).exp_avg_sq));
        Adam.State[] flat = [.. ((OptimizerHelper)optimizer).state_dict().State.Cast<Adam.State>()];
        Take(flat[0], first.Products, second.Products);
        Take(flat[1], first.Offsets, second.Offsets);

        Adam.State Create(Parameter weight) => moments[weight.Handle];

        void Take(Adam.State state, Tensor mean, Tensor square)
        {
            state.step = moments.Values.First().step;
            state.exp_avg.copy_(mean);
            state.exp_avg_sq.copy_(square);
        }
    }
}
