using System.Collections.Immutable;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using static Paretune.Models.Onnx.Format.TensorProto.Types;

namespace Paretune.Models.Onnx;

/// <summary>
/// Converts a 32-bit model to 8 bits in ONNX's QDQ form: weights are int8 with one scale per channel, and each map passes a QuantizeLinear
/// to uint8 and a DequantizeLinear, between which runtimes use integer kernels. Input and output stay float32.
/// </summary>
public sealed class QuantizedOnnx
{
    private const string Quantize = "QuantizeLinear", Dequantize = "DequantizeLinear";

    // Operators that only move values, so their output has their input's scale.
    private static readonly ImmutableHashSet<string> Moving = ["MaxPool", "Flatten", "Reshape", "Transpose", "Slice"];
    private static readonly ImmutableHashSet<string> Rectifying = ["Relu", "Clip"];

    private readonly ModelProto _model;
    private readonly MapStatistics _maps;
    private readonly Dictionary<string, TensorProto> _weights;
    private readonly ILookup<string, NodeProto> _readers;
    private readonly IReadOnlySet<string> _kept;
    private readonly Dictionary<string, (float Scale, byte Zero)> _steps = [];
    private readonly List<NodeProto> _nodes = [];

    private QuantizedOnnx(byte[] model, MapStatistics maps, IReadOnlySet<string> kept)
    {
        (_model, _maps, _kept) = (ModelProto.Parser.ParseFrom(model), maps, kept);
        _weights = _model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        _readers = _model.Graph.Node.SelectMany(node => node.Input.Select(input => (input, node))).ToLookup(
            pair => pair.input, pair => pair.node);
    }

    /// <param name="model">A model written by <see cref="NetworkOnnx"/>.</param>
    /// <param name="maps">The statistics that <see cref="Calibration"/> measured.</param>
    /// <param name="kept">Layers that compute in float, by the name of their node; see <see cref="FloatLayers"/>.</param>
    public static byte[] Write(byte[] model, MapStatistics maps, IReadOnlySet<string>? kept = null)
    {
        var (equalized, even) = ChannelEqualization.Apply(model, maps);
        var quantized = new QuantizedOnnx(equalized, even, kept ?? ImmutableHashSet<string>.Empty);
        quantized.Walk();
        return quantized._model.ToByteArray();
    }

    /// <summary>Returns the names of the nodes with weights that compute in integers, in the model's order.</summary>
    public static ImmutableArray<string> Layers(byte[] model)
    {
        var whole = ModelProto.Parser.ParseFrom(model);
        var reader = new QuantizedOnnx(
            model, new(ImmutableDictionary<string, ValueRange>.Empty, ImmutableDictionary<string, ChannelValues>.Empty),
            ImmutableHashSet<string>.Empty);
        return [.. whole.Graph.Node.Where(node => node.OpType is "Conv" or "Gemm" && !reader.IsOfChain(node)).Select(node => node.Name)];
    }

    private void Walk()
    {
        var graph = _model.Graph;
        Step(graph.Input.Single().Name, StepsOf(graph.Input.Single().Name));
        foreach (var node in graph.Node)
        {
            var before = node.Input.ToArray();
            for (var at = 0; at < node.Input.Count; at++)
                node.Input[at] = _steps.ContainsKey(before[at]) && !_kept.Contains(node.Name) ? Stepped(before[at]) : before[at];
            if (node.OpType is "Conv" or "Gemm" && !IsInFloat(node, before[0]))
                QuantizeWeights(node, before[0]);
            _nodes.Add(node);
            if (IsStepped(node))
                Step(node.Output[0], Moving.Contains(node.OpType) ? _steps[before[0]] : StepsOf(node.Output[0]));
        }

        graph.Node.Clear();
        graph.Node.Add(_nodes);
    }

    /// <summary>
    /// Whether a node's output is quantized. Logits are not, nor a map that only a ReLU reads, because runtimes fuse the two.
    /// </summary>
    private bool IsStepped(NodeProto node) => node.Output[0] != NetworkOnnx.Output && !IsHandedOn(node)
        && !(_readers[node.Output[0]].ToArray() is [var only] && Rectifying.Contains(only.OpType))
        && !(_kept.Count > 0 && _readers[node.Output[0]].All(reader => _kept.Contains(reader.Name)));

    /// <summary>
    /// The map between a convolution and a per-channel convolution stays in float. Both then compute in float, which costs almost nothing
    /// and keeps the result closer (docs/models.md).
    /// </summary>
    private bool IsHandedOn(NodeProto node) =>
        node.OpType == "Conv" && _readers[node.Output[0]].ToArray() is [{ OpType: "Conv" } only] && IsPerChannel(only);

    // A weight stored as integers would have to be converted back to float in every run.
    private bool IsInFloat(NodeProto node, string input) =>
        !_steps.ContainsKey(input) || IsHandedOn(node) || _kept.Contains(node.Name);

    /// <summary>Whether a node computes in float, because its input or output map stays in float.</summary>
    private bool IsOfChain(NodeProto node) => IsHandedOn(node)
        || _model.Graph.Node.Any(before => before.Output[0] == node.Input[0] && IsHandedOn(before));

    /// <summary>Returns the scale and zero point of a map. Zero must be exactly representable, because padding consists of zeros.</summary>
    private (float Scale, byte Zero) StepsOf(string tensor)
    {
        var (low, high) = (Math.Min(0, _maps.Ranges[tensor].Low), Math.Max(0, _maps.Ranges[tensor].High));
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

    private void QuantizeWeights(NodeProto node, string input)
    {
        var weight = _weights[node.Input[1]];
        var (whole, scales) = ChannelSteps.Compute(
            weight.Values(), (int)weight.Dims[0], IsPerChannel(node) ? ChannelSteps.MostPerChannel : ChannelSteps.Most);
        var shift = Shift(weight, whole, scales, input);
        node.Input[1] = Stored<sbyte>(weight, DataType.Int8, whole, scales);
        if (node.Input.Count < 3)
            return;

        // A bias is added to sums of products, so its scale is the product of their scales.
        float[] steps = [.. scales.Select(scale => scale * _steps[input].Scale)];
        var bias = _weights[node.Input[2]];
        int[] wholes = [
            .. bias.Values().ToArray().Select(
                (value, channel) => (int)Math.Clamp(Math.Round((value - shift[channel]) / steps[channel]), int.MinValue, int.MaxValue))];
        node.Input[2] = Stored<int>(bias, DataType.Int32, wholes, steps);
    }

    private bool IsPerChannel(NodeProto node) => node.OpType == "Conv" && _weights[node.Input[1]].Dims[1] == 1
        && node.Attribute.Any(one => one is { Name: "group", I: > 1 });

    /// <summary>
    /// Returns the mean error that rounding the weights causes in each output, which the bias corrects. Known only for 1×1 filters, which
    /// see every pixel; with padding, the mean over the map is not the mean under each tap.
    /// </summary>
    private double[] Shift(TensorProto weight, sbyte[] whole, float[] scales, string input)
    {
        var (outputs, inputs) = ((int)weight.Dims[0], (int)weight.Dims[1]);
        var shift = new double[outputs];
        if (whole.Length != outputs * inputs || !_maps.Channels.TryGetValue(input, out var values) || values.Mean.Length != inputs)
            return shift;
        var exact = weight.Values();
        for (var at = 0; at < whole.Length; at++)
            shift[at / inputs] += ((double)whole[at] * scales[at / inputs] - exact[at]) * values.Mean[at % inputs];
        return shift;
    }

    /// <summary>Replaces a weight by integers with one scale per channel.</summary>
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
