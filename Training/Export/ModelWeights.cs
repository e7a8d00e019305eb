using Paretune.Training.Models;
using static TorchSharp.torch;

namespace Paretune.Training.Export;

/// <summary>Reads a network's weights and buffers as arrays.</summary>
internal static class ModelWeights
{
    public static Dictionary<string, float[]> Read(nn.Module network)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return network.state_dict()
            .Where(entry => entry.Value.dtype == ScalarType.Float32)
            .ToDictionary(
                entry => ModelState.RowsName(entry.Key), entry => entry.Value.detach().cpu().contiguous().data<float>().ToArray());
    }
}
