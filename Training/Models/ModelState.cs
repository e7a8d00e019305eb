using static TorchSharp.torch;

namespace Paretune.Training.Models;

/// <summary>Copies the weights and buffers of a network, and restores them.</summary>
internal static class ModelState
{
    /// <summary>Returns a copy of all weights and buffers, which later steps do not change. The caller disposes it.</summary>
    public static Dictionary<string, Tensor> Copy(this nn.Module network)
    {
        using var frozen = no_grad();
        return network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.clone().DetachFromDisposeScope());
    }

    /// <summary>Copies a state into the network, whatever its device, and disposes the state.</summary>
    public static void Restore(this nn.Module network, Dictionary<string, Tensor> state)
    {
        network.Take(state);
        state.Dispose();
    }

    /// <summary>Copies a state into the network, whatever its device.</summary>
    public static void Take(this nn.Module network, IReadOnlyDictionary<string, Tensor> state)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, tensor) in network.state_dict())
            tensor.copy_(state.TryGetValue(name, out var own) ? own : state[RowsName(name)]);
    }

    /// <summary>
    /// Returns the name of a weight in exported files. A block of a single layer has the layer's name, so <c>fc.fc.weight</c> is the weight
    /// of the row <c>fc</c>.
    /// </summary>
    public static string RowsName(string key) =>
        key.Split('.') is [var block, var layer, var what] && block == layer ? $"{block}.{what}" : key;

    public static void Dispose(this Dictionary<string, Tensor> state)
    {
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }
}
