using Paretune.Models.Onnx.Format;

namespace Paretune.Models.Onnx;

/// <summary>Infers the channel counts of a graph's maps from its convolutions.</summary>
internal static class ChannelCounts
{
    // Operators whose output has the channels of their only input.
    private static readonly string[] Keeping = ["Relu", "Clip", "MaxPool", "AveragePool", "GlobalAveragePool"];

    public static Dictionary<string, int> Compute(GraphProto graph)
    {
        var weights = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var channels = new Dictionary<string, int>();
        foreach (var node in graph.Node)
            if (node.OpType is "Conv" or "Gemm")
                channels[node.Output[0]] = (int)weights[node.Input[1]].Dims[0];
            else if (Keeping.Contains(node.OpType) && channels.TryGetValue(node.Input[0], out var count))
                channels[node.Output[0]] = count;
            else if (IsFlatVector(node, graph) && channels.TryGetValue(node.Input[0], out var flat))
                channels[node.Output[0]] = flat;
        return channels;
    }

    /// <summary>Whether a Flatten only reshapes a map of one pixel, because a global average pool comes before it.</summary>
    private static bool IsFlatVector(NodeProto node, GraphProto graph) => node.OpType == "Flatten"
        && graph.Node.Any(before => before.OpType == "GlobalAveragePool" && before.Output[0] == node.Input[0]);
}
