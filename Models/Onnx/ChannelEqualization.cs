using System.Runtime.InteropServices;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;

namespace Paretune.Models.Onnx;

/// <summary>
/// Equalizes the ranges of a map's channels, so that one scale suits all of them, if only one layer reads the map: the weights of the layer
/// before are multiplied and those of the layer after divided by a factor per channel. The network's output does not change, because ReLU
/// and means commute with a positive factor (Nagel et al., "Data-free quantization through weight equalization and bias correction", 2019).
/// </summary>
public static class ChannelEqualization
{
    // A channel whose range is at most this share of the largest one is not scaled, because its factor would be huge.
    private const float Least = 1e-4f;

    // How much of a channel's range moves into the weights that read it: 0.5 shares it evenly, 1 moves all of it.
    private const double Share = 0.5;

    // Operators that commute with a positive factor.
    private static readonly string[] Passing = ["Relu", "MaxPool", "AveragePool", "GlobalAveragePool", "Flatten"];

    /// <param name="model">A model written by <see cref="NetworkOnnx"/>.</param>
    /// <returns>The equalized model, and the statistics of its maps.</returns>
    public static (byte[] Model, MapStatistics Maps) Apply(byte[] model, MapStatistics maps)
    {
        var whole = ModelProto.Parser.ParseFrom(model);
        var graph = whole.Graph;
        var weights = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var readers = graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(
            pair => pair.input, pair => pair.node);
        foreach (var node in graph.Node.Where(node => node.OpType == "Conv"))
            if (Chain(node, readers) is (var tensors, { } reader) && Factors(tensors, reader, weights, maps) is { } factors)
                maps = Apply(node, tensors, reader, factors, weights, maps);
        return (whole.ToByteArray(), maps);
    }

    /// <summary>Returns the maps from a layer to the only weighted layer that reads them; null if there is no such layer.</summary>
    private static (List<string> Tensors, NodeProto Reader)? Chain(NodeProto node, ILookup<string, NodeProto> readers)
    {
        List<string> tensors = [node.Output[0]];
        while (readers[tensors[^1]].ToArray() is [var only])
        {
            if (only.OpType is "Conv" or "Gemm")
                return (tensors, only);
            if (!Passing.Contains(only.OpType))
                return null;
            tensors.Add(only.Output[0]);
        }

        return null;
    }

    /// <summary>Returns the factor of each channel; null if the next layer does not take the channels one by one.</summary>
    private static float[]? Factors(
        List<string> tensors, NodeProto reader, Dictionary<string, TensorProto> weights, MapStatistics maps)
    {
        // The first map that is quantized: that of the ReLU, if there is one.
        var seen = tensors.Count > 1 ? tensors[1] : tensors[0];
        if (!tensors.All(maps.Channels.ContainsKey))
            return null;
        var weight = weights[reader.Input[1]];
        var values = maps.Channels[seen];
        var channels = values.Low.Length;
        if (PerChannel(weight, channels))
            return Even([.. values.Low.Zip(values.High, (low, high) => (double)Math.Max(Math.Abs(low), Math.Abs(high)))], [], 1);
        return weight.Dims[1] != channels
            ? null
            : Even(
                [.. values.Low.Zip(values.High, (low, high) => (double)Math.Max(Math.Abs(low), Math.Abs(high)))], Columns(weight), Share);
    }

    private static bool PerChannel(TensorProto weight, int channels) => weight.Dims[0] == channels && weight.Dims[1] == 1 && channels > 1;

    /// <param name="columns">The largest weight that reads each channel; empty if the reader is per channel.</param>
    private static float[] Even(double[] ranges, double[] columns, double share)
    {
        var most = ranges.Max();
        double[] factors = [
            .. ranges.Select((range, channel) => range <= most * Least ? 0
                : columns.Length == 0 ? 1 / range : Math.Pow(Math.Max(columns[channel], 1e-12), 1 - share) / Math.Pow(range, share))];
        var usual = factors.Where(factor => factor > 0).DefaultIfEmpty(1).Average();
        return [.. factors.Select(factor => (float)(factor > 0 ? factor / usual : 1))];
    }

    /// <param name="weight">[out, in, k, k] or [out, in].</param>
    private static double[] Columns(TensorProto weight)
    {
        var (outputs, inputs) = ((int)weight.Dims[0], (int)weight.Dims[1]);
        var values = weight.Values();
        var each = values.Length / outputs / inputs;
        var columns = new double[inputs];
        for (var at = 0; at < values.Length; at++)
            columns[at / each % inputs] = Math.Max(columns[at / each % inputs], Math.Abs(values[at]));
        return columns;
    }

    private static MapStatistics Apply(
        NodeProto node, List<string> tensors, NodeProto reader, float[] factors, Dictionary<string, TensorProto> weights,
        MapStatistics maps)
    {
        foreach (var name in node.Input.Skip(1))
            Change(weights[name], (value, at, each) => value * factors[at / each], factors.Length);
        var weight = weights[reader.Input[1]];
        var isPerChannel = PerChannel(weight, factors.Length);
        var (inputs, taps) = ((int)weight.Dims[1], weight.Values().Length / (int)weight.Dims[0] / (int)weight.Dims[1]);
        Change(weight, (value, at, each) => value / factors[isPerChannel ? at / each : at / taps % inputs], (int)weight.Dims[0]);
        var channels = maps.Channels.SetItems(
            tensors.Select(tensor => KeyValuePair.Create(tensor, maps.Channels[tensor].Times(factors))));
        return new(
            maps.Ranges.SetItems(tensors.Select(tensor => KeyValuePair.Create(tensor, channels[tensor].Range))), channels);
    }

    private static void Change(TensorProto tensor, Func<double, int, int, double> change, int rows)
    {
        var values = tensor.Values().ToArray();
        var each = values.Length / rows;
        for (var at = 0; at < values.Length; at++)
            values[at] = (float)change(values[at], at, each);
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }
}
