using Paretune.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>A network's weights and their updates: the weights' buffers, the optimizer, and the moving average if there is one.</summary>
internal sealed class Optimization : IDisposable
{
    private readonly nn.Module _network;
    private readonly WeightAverage? _average;

    /// <param name="network">A network on its final device, because the optimizer creates its state where the weights are.</param>
    public Optimization(nn.Module network, Recipe recipe)
    {
        _network = network;
        Weights = new(network);
        Optimiser = recipe.CreateOptimizer(Weights);
        _average = recipe.CreateAverage(Weights);
    }

    public FlatParameters Weights { get; }
    public optim.Optimizer Optimiser { get; }

    /// <summary>The content of a checkpoint, without the optimizer's state.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _network.state_dict().Concat(_average?.State ?? []).ToDictionary();

    /// <summary>Puts the training weights into the network, or those that are validated and saved.</summary>
    public void Use(bool forTraining) => _average?.Swap(isAverage: !forTraining);

    /// <summary>Performs an optimizer step with the gathered gradients.</summary>
    /// <param name="step">Step over all epochs, from 0.</param>
    public void Step(long step, double learningRate)
    {
        foreach (var group in Optimiser.ParamGroups)
            group.LearningRate = learningRate;
        Optimiser.step();
        _average?.Follow(step);
    }

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        _network.Take(state);
        _average?.Restore(state);
    }

    /// <param name="isFlat">Whether the checkpoint has one state for all weights, or one per weight.</param>
    public void RestoreOptimizer(BinaryReader reader, bool isFlat)
    {
        if (isFlat)
            ((OptimizerHelper)Optimiser).load_state_dict(reader);
        else
            LegacyAdamState.Load(reader, _network, Weights, Optimiser);
    }

    public void Dispose()
    {
        Optimiser.Dispose();
        _average?.Dispose();
        Weights.Dispose();
    }
}
