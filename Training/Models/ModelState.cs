using static TorchSharp.torch;

namespace Paretune.Training.Models;

/// <summary>Weights and buffers of a network taken out and put back.</summary>
internal static class ModelState
{
    /// <summary>A copy of all weights and buffers that later steps do not change; the caller disposes it.</summary>
    public static Dictionary<string, Tensor> Copy(this nn.Module network)
    {
        using var frozen = no_grad();
        return network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
    }

    /// <summary>Copies a state into the network, on any device, and disposes the state.</summary>
    public static void Restore(this nn.Module network, Dictionary<string, Tensor> state)
    {
        network.Take(state);
        state.Dispose();
    }

    /// <summary>Copies a state into the network, on any device.</summary>
    public static void Take(this nn.Module network, IReadOnlyDictionary<string, Tensor> state)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in network.state_dict())
            tensor.copy_(state.TryGetValue(name, out var own) ? own : state[RowsName(name)]);
    }

    /// <summary>
    /// The name of a weight in exported files: a single layer is a block with its own name, so that <c>fc.fc.weight</c> is the weight of
    /// the row <c>fc</c>.
    /// </summary>
    public static string RowsName(string key) =>
        key.Split('.') is [var block, var layer, var what] && block == layer ? $"{block}.{what}" : key;

    public static void Dispose(this Dictionary<string, Tensor> state)
    {
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }
}
