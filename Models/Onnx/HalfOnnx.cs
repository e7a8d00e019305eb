using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Paretune.Models.Onnx.Format;
using static Paretune.Models.Onnx.Format.TensorProto.Types;

namespace Paretune.Models.Onnx;

/// <summary>
/// Converts a 32-bit model to 16 bits. Input and output stay float32, so that the model is used like the original, and so do nodes whose
/// values a half cannot hold.
/// </summary>
public sealed class HalfOnnx
{
    private const string Cast = "Cast", Half = "half", Whole = "float";

    private readonly GraphProto _graph;
    private readonly IReadOnlySet<string> _kept;
    private readonly HashSet<string> _constants, _floats = [], _cast = [];
    private readonly List<NodeProto> _nodes = [];

    private HalfOnnx(GraphProto graph, IReadOnlySet<string> kept)
    {
        (_graph, _kept) = (graph, kept);
        _constants = [.. graph.Initializer.Select(tensor => tensor.Name)];
    }

    /// <param name="model">A model written by <see cref="NetworkOnnx"/>.</param>
    /// <param name="kept">Nodes that stay in float32, by name; see <see cref="HalfRange"/>.</param>
    public static byte[] Write(byte[] model, IReadOnlySet<string>? kept = null)
    {
        var whole = ModelProto.Parser.ParseFrom(model);
        new HalfOnnx(whole.Graph, kept ?? ImmutableHashSet<string>.Empty).Walk();
        return whole.ToByteArray();
    }

    private void Walk()
    {
        var inFloat = _graph.Node.Where(IsKept).SelectMany(node => node.Input).ToHashSet();
        for (var at = 0; at < _graph.Initializer.Count; at++)
            if (!inFloat.Contains(_graph.Initializer[at].Name))
                _graph.Initializer[at] = Halved(_graph.Initializer[at]);
        _floats.Add(_graph.Input.Single().Name);
        foreach (var node in _graph.Node)
            Add(node);
        _graph.Node.Clear();
        _graph.Node.Add(_nodes);
    }

    private void Add(NodeProto node)
    {
        for (var at = 0; at < node.Input.Count; at++)
            if (!_constants.Contains(node.Input[at]))
                node.Input[at] = Read(node.Input[at], IsKept(node));
        _nodes.Add(node);
        if (IsKept(node))
            _floats.UnionWith(node.Output);
        else if (node.Output.Contains(_graph.Output.Single().Name))
            EndIn(node.Output, _graph.Output.Single().Name);
    }

    private bool IsKept(NodeProto node) => _kept.Contains(node.Name);

    /// <summary>Returns the tensor in the type that its reader takes, adding a cast if needed.</summary>
    private string Read(string tensor, bool isFloat)
    {
        if (_floats.Contains(tensor) == isFloat)
            return tensor;
        var made = $"{tensor}.{(isFloat ? Whole : Half)}";
        if (_cast.Add(made))
            _nodes.Add(CastOf(tensor, made, isFloat ? DataType.Float : DataType.Float16));
        return made;
    }

    private void EndIn(RepeatedField<string> outputs, string output)
    {
        outputs[outputs.IndexOf(output)] = $"{output}.{Half}";
        _nodes.Add(CastOf($"{output}.{Half}", output, DataType.Float));
    }

    private static NodeProto CastOf(string from, string to, DataType type) =>
        new() { Name = $"{from}.cast", OpType = Cast, Input = { from }, Output = { to }, Attribute = { OnnxGraph.Int("to", (long)type) } };

    /// <summary>Converts weights to halves; integers such as shapes are unchanged.</summary>
    private static TensorProto Halved(TensorProto tensor)
    {
        if (tensor.DataType != (int)DataType.Float)
            return tensor;
        var halves = new Half[tensor.Values().Length];
        foreach (var (at, value) in tensor.Values().ToArray().Index())
            halves[at] = (Half)Math.Clamp(value, -HalfRange.Largest, HalfRange.Largest);
        var half = tensor.Clone();
        (half.DataType, half.RawData) = ((int)DataType.Float16, ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves)));
        return half;
    }
}
