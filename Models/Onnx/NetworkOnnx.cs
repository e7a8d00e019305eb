using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using Paretune.Tuning.Networks;
using static Paretune.Models.Onnx.OnnxGraph;

namespace Paretune.Models.Onnx;

/// <summary>
/// Writes a network as ONNX from its layers and weights, with each batch norm folded into the convolution before it. Input <c>image</c>:
/// [images, channels, size, size] float32, normalized; output <c>logits</c>: [images, classes] float32.
/// </summary>
public sealed class NetworkOnnx
{
    /// <summary>The operator set, supported by ONNX Runtime 1.12 (2022) and later, Android included.</summary>
    public const int Opset = 17;

    public const string Input = NetworkPlan.Image, Output = "logits";

    // The IR version of this operator set.
    private const int IrVersion = 8;
    private const string Producer = "paretune";

    private readonly IReadOnlyDictionary<string, float[]> _weights;
    private readonly GraphProto _graph;
    private readonly Dictionary<string, string> _tensors = new() { [NetworkPlan.Image] = Input };
    private readonly Dictionary<string, LayerPlan> _folded;
    private readonly LayerPlan _last;

    private NetworkOnnx(NetworkPlan plan, IReadOnlyDictionary<string, float[]> weights)
    {
        (_weights, _last) = (weights, plan.Layers[^1]);
        _folded = Folded(plan);
        _graph = new()
        {
            Name = plan.Network,
            Input = { Value(Input, plan.Layers.First(layer => layer.From.Contains(NetworkPlan.Image)).In, plan.InputSize, plan.InputSize) },
            Output = { Value(Output, plan.Classes) },
        };
    }

    /// <summary>Returns the complete file.</summary>
    /// <param name="weights">Weights by their names in torch, such as <c>fc.weight</c>, in torch's layout.</param>
    public static byte[] Write(NetworkPlan plan, IReadOnlyDictionary<string, float[]> weights, ModelFacts facts)
    {
        var network = new NetworkOnnx(plan, weights);
        foreach (var layer in plan.Layers)
            network._tensors[layer.Name] = network.Add(layer);
        return Model(network._graph, facts).ToByteArray();
    }

    private static ModelProto Model(GraphProto graph, ModelFacts facts) => new()
    {
        IrVersion = IrVersion,
        ProducerName = Producer,
        ProducerVersion = ModelFacts.Version,
        DocString = facts.Sentence,
        Graph = graph,
        OpsetImport = { new OperatorSetIdProto { Version = Opset } },
        MetadataProps = { facts.Metadata().Select(fact => new StringStringEntryProto { Key = fact.Key, Value = fact.Value }) },
    };

    /// <summary>Returns the convolutions by name, each with the batch norm that is their only reader.</summary>
    private static Dictionary<string, LayerPlan> Folded(NetworkPlan plan)
    {
        var readers = plan.Layers.SelectMany(layer => layer.From.Select(from => (from, layer))).ToLookup(
            pair => pair.from, pair => pair.layer);
        return plan.Layers
            .Where(layer => layer.Kind == LayerKind.Convolution && readers[layer.Name].ToArray() is [{ Kind: LayerKind.BatchNorm }])
            .ToDictionary(layer => layer.Name, layer => readers[layer.Name].Single());
    }

    /// <returns>The name of the layer's output tensor.</returns>
    private string Add(LayerPlan layer)
    {
        string[] from = [.. layer.From.Select(name => _tensors[name])];
        return layer.Kind switch
        {
            LayerKind.Convolution => Convolution(layer, from),
            LayerKind.BatchNorm => IsFolded(layer) ? from[0] : BatchNorm(layer, from),
            LayerKind.Relu => Node(layer, "Relu", from),
            LayerKind.Relu6 => Node(
                layer, "Clip", [.. from, _graph.Floats($"{layer.Name}.least", [0]), _graph.Floats($"{layer.Name}.most", [6])]),
            LayerKind.GlobalAveragePool =>
                Node(layer, "Flatten", [_graph.Add($"{layer.Name}.mean", "GlobalAveragePool", from)], Int("axis", 1)),
            LayerKind.Flatten => Node(layer, "Flatten", from, Int("axis", 1)),
            LayerKind.Linear => Node(layer, "Gemm",
                [.. from, Weight(layer, "weight", layer.Out, layer.In), Weight(layer, "bias", layer.Out)], Int("transB", 1)),
            LayerKind.MaxPool => Node(layer, "MaxPool", from, [.. Windows(layer), Pads(layer)]),
            LayerKind.AveragePool => Node(layer, "AveragePool", from, [.. Windows(layer), Pads(layer), Int("count_include_pad", 1)]),
            LayerKind.LocalResponseNorm => Node(layer, "LRN", from, Int("size", layer.Kernel), Float("alpha", layer.Response!.Scale),
                Float("beta", layer.Response.Power), Float("bias", layer.Response.Offset)),
            LayerKind.Dropout => from[0],
            LayerKind.Add => Node(layer, "Add", from),
            LayerKind.Concat => Node(layer, "Concat", from, Int("axis", 1)),
            LayerKind.Slice => Node(layer, "Slice",
                [.. from, _graph.Wholes($"{layer.Name}.starts", layer.Start), _graph.Wholes($"{layer.Name}.ends", layer.Start + layer.Out),
                    _graph.Wholes($"{layer.Name}.axes", 1)]),
            LayerKind.ChannelShuffle => Shuffle(layer, from),
            _ => throw new ArgumentException(
                $"a layer's kind must be one of {string.Join(", ", Enum.GetNames<LayerKind>())}, but is {layer.Kind}"),
        };
    }

    private string Convolution(LayerPlan layer, string[] from)
    {
        var weight = _weights[$"{layer.Name}.weight"];
        var bias = layer.Bias ? _weights[$"{layer.Name}.bias"] : null;
        if (_folded.TryGetValue(layer.Name, out var norm))
            (weight, bias) = BatchNormOf(norm).Into(weight, bias);
        List<string> inputs = [
            .. from, _graph.Floats($"{layer.Name}.weight", weight, layer.Out, layer.In / layer.Groups, layer.Kernel, layer.Kernel)];
        if (bias is not null)
            inputs.Add(_graph.Floats($"{layer.Name}.bias", bias, layer.Out));
        return Node(
            norm ?? layer, "Conv", inputs,
            [.. Windows(layer), Ints("dilations", layer.Dilation, layer.Dilation), Int("group", layer.Groups), Pads(layer)]);
    }

    private bool IsFolded(LayerPlan norm) => _folded.ContainsValue(norm);

    private string BatchNorm(LayerPlan layer, string[] from) => Node(layer, "BatchNormalization",
        [
            .. from, Weight(layer, "weight", layer.Out), Weight(layer, "bias", layer.Out),
            Weight(layer, "running_mean", layer.Out), Weight(layer, "running_var", layer.Out),
        ],
        Float("epsilon", BatchNormFolding.Epsilon));

    private BatchNormFolding BatchNormOf(LayerPlan norm) => new(
        _weights[$"{norm.Name}.weight"], _weights[$"{norm.Name}.bias"], _weights[$"{norm.Name}.running_mean"],
        _weights[$"{norm.Name}.running_var"]);

    /// <summary>
    /// Reshapes the channels to a matrix of <see cref="LayerPlan.Groups"/> rows and transposes it. A dimension of 0 keeps its size.
    /// </summary>
    private string Shuffle(LayerPlan layer, string[] from)
    {
        var (name, size) = (layer.Name, layer.InputSize);
        var matrix = _graph.Add(
            $"{name}.matrix", "Reshape", [.. from, _graph.Wholes($"{name}.split", 0, layer.Groups, layer.In / layer.Groups, size, size)]);
        var turned = _graph.Add($"{name}.turned", "Transpose", [matrix], Ints("perm", 0, 2, 1, 3, 4));
        return Node(layer, "Reshape", [turned, _graph.Wholes($"{name}.join", 0, layer.In, size, size)]);
    }

    private string Node(LayerPlan layer, string op, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var isLast = layer.Name == _last.Name || (_folded.TryGetValue(layer.Name, out var norm) && norm.Name == _last.Name);
        return _graph.Add(isLast ? Output : layer.Name, op, inputs, attributes);
    }

    private string Weight(LayerPlan layer, string what, params ReadOnlySpan<long> shape) =>
        _graph.Floats($"{layer.Name}.{what}", _weights[$"{layer.Name}.{what}"], shape);

    private static AttributeProto[] Windows(LayerPlan layer) =>
        [Ints("kernel_shape", layer.Kernel, layer.Kernel), Ints("strides", layer.Stride, layer.Stride)];

    /// <summary>
    /// Returns the padding of the far sides that gives the planned output size. It is explicit, because runtimes interpret "ceil_mode"
    /// differently.
    /// </summary>
    private static AttributeProto Pads(LayerPlan layer)
    {
        var window = layer.Dilation * (layer.Kernel - 1) + 1;
        var far = layer.Kind is LayerKind.MaxPool
            ? Math.Max(0, (layer.OutputSize - 1) * layer.Stride + window - layer.InputSize - layer.Padding) : layer.Padding;
        return Ints("pads", layer.Padding, layer.Padding, far, far);
    }
}
