using System.Collections.Immutable;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using static Paretune.Models.Onnx.Format.TensorProto.Types;

namespace Paretune.Models.Onnx;

/// <summary>
/// Makes the 8-bit model of a 32-bit one, in ONNX's QDQ form: each weight is stored as int8 with a scale a channel, each map passes a
/// QuantizeLinear to uint8 and a DequantizeLinear, and runtimes put whole-number kernels in place of what lies between. Input and output
/// stay float32.
/// </summary>
public sealed class QuantisedOnnx
{
    private const string Quantize = "QuantizeLinear", Dequantize = "DequantizeLinear";

    // What only moves values keeps their scale.
    private static readonly ImmutableHashSet<string> Moving = ["MaxPool", "Flatten", "Reshape", "Transpose", "Slice"];
    private static readonly ImmutableHashSet<string> Rectifying = ["Relu", "Clip"];

    private readonly ModelProto _model;
    private readonly IReadOnlyDictionary<string, ValueRange> _ranges;
    private readonly Dictionary<string, TensorProto> _weights;
    private readonly ILookup<string, NodeProto> _readers;
    private readonly Dictionary<string, (float Scale, byte Zero)> _steps = [];
    private readonly List<NodeProto> _nodes = [];

    private QuantisedOnnx(byte[] model, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        (_model, _ranges) = (ModelProto.Parser.ParseFrom(model), ranges);
        _weights = _model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        _readers = _model.Graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(
            pair => pair.input, pair => pair.node);
    }

    /// <param name="model">What <see cref="NetworkOnnx"/> wrote.</param>
    /// <param name="ranges">What <see cref="Calibration"/> found.</param>
    public static byte[] Write(byte[] model, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var quantised = new QuantisedOnnx(model, ranges);
        quantised.Walk();
        return quantised._model.ToByteArray();
    }

    private void Walk()
    {
        var graph = _model.Graph;
        Step(graph.Input.Single().Name, StepsOf(graph.Input.Single().Name));
        foreach (var node in graph.Node)
        {
            var before = node.Input.ToArray();
            for (var at = 0; at < node.Input.Count; at++)
                node.Input[at] = _steps.ContainsKey(before[at]) ? Stepped(before[at]) : before[at];
            if (node.OpType is "Conv" or "Gemm")
                QuantiseWeights(node, _steps[before[0]].Scale);
            _nodes.Add(node);
            if (IsStepped(node))
                Step(node.Output[0], Moving.Contains(node.OpType) ? _steps[before[0]] : StepsOf(node.Output[0]));
        }

        graph.Node.Clear();
        graph.Node.Add(_nodes);
    }

    /// <summary>Logits stay as they are, and so does what only a rectifier reads: runtimes put the two into one kernel.</summary>
    private bool IsStepped(NodeProto node) =>
        node.Output[0] != NetworkOnnx.Output && !(_readers[node.Output[0]].ToArray() is [var only] && Rectifying.Contains(only.OpType));

    /// <summary>Zero must be one of the steps: it is what padding is made of.</summary>
    private (float Scale, byte Zero) StepsOf(string tensor)
    {
        var (low, high) = (Math.Min(0, _ranges[tensor].Low), Math.Max(0, _ranges[tensor].High));
        var scale = Math.Max((high - low) / byte.MaxValue, float.Epsilon * (1 << 23));
        return (scale, (byte)Math.Clamp(MathF.Round(-low / scale), byte.MinValue, byte.MaxValue));
    }

    private void Step(string tensor, (float Scale, byte Zero) steps)
    {
        _steps[tensor] = steps;
        var graph = _model.Graph;
        var (scale, zero) = (
            graph.Floats($"{tensor}.scale", [steps.Scale]), graph.Constant($"{tensor}.zero", DataType.Uint8, [steps.Zero]));
        _nodes.Add(new() { OpType = Quantize, Input = { tensor, scale, zero }, Output = { $"{tensor}.whole" } });
        _nodes.Add(new() { OpType = Dequantize, Input = { $"{tensor}.whole", scale, zero }, Output = { Stepped(tensor) } });
    }

    private static string Stepped(string tensor) => $"{tensor}.stepped";

    private void QuantiseWeights(NodeProto node, float inputScale)
    {
        var weight = _weights[node.Input[1]];
        var (whole, scales) = ChannelSteps.Of(weight.Values(), (int)weight.Dims[0]);
        node.Input[1] = Stored<sbyte>(weight, DataType.Int8, whole, scales);
        if (node.Input.Count < 3)
            return;

        // A bias is added to sums of products, so its step is the product of theirs.
        float[] steps = [.. scales.Select(scale => scale * inputScale)];
        var bias = _weights[node.Input[2]];
        int[] wholes = [
            .. bias.Values().ToArray().Select(
                (value, channel) => (int)Math.Clamp(Math.Round((double)value / steps[channel]), int.MinValue, int.MaxValue))];
        node.Input[2] = Stored<int>(bias, DataType.Int32, wholes, steps);
    }

    /// <summary>Puts whole numbers with a scale a channel in the place of a weight.</summary>
    private string Stored<T>(TensorProto weight, DataType type, ReadOnlySpan<T> values, float[] scales) where T : unmanaged
    {
        var graph = _model.Graph;
        var name = weight.Name;
        graph.Initializer.Remove(weight);
        _nodes.Add(new()
        {
            OpType = Dequantize,
            Input = { graph.Constant($"{name}.whole", type, values, [.. weight.Dims]),
                graph.Floats($"{name}.scale", scales, scales.Length) },
            Output = { Stepped(name) },
            Attribute = { OnnxGraph.Int("axis", 0) },
        });
        return Stepped(name);
    }
}
