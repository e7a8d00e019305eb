using System.Runtime.InteropServices;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using static Paretune.Models.Onnx.Format.TensorProto.Types;

namespace Paretune.Models.Onnx;

/// <summary>Creates the parts of an ONNX graph.</summary>
internal static class OnnxGraph
{
    /// <summary>Adds a node with one output of the same name.</summary>
    /// <returns>The output's name.</returns>
    public static string Add(
        this GraphProto graph, string name, string op, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { Name = name, OpType = op, Input = { inputs }, Output = { name } };
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        graph.Node.Add(node);
        return name;
    }

    /// <summary>Adds a constant tensor.</summary>
    /// <param name="shape">Empty for a scalar.</param>
    /// <returns>The tensor's name.</returns>
    public static string Constant<T>(
        this GraphProto graph, string name, DataType type, ReadOnlySpan<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        graph.Initializer.Add(Tensor(name, type, values, shape));
        return name;
    }

    public static string Floats(this GraphProto graph, string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        graph.Constant(name, DataType.Float, values, shape);

    /// <summary>Adds a constant list of integers, such as a shape.</summary>
    public static string Wholes(this GraphProto graph, string name, params ReadOnlySpan<long> values) =>
        graph.Constant(name, DataType.Int64, values, values.Length);

    // ONNX stores raw data as little-endian, like all machines that .NET runs on here.
    public static TensorProto Tensor<T>(string name, DataType type, ReadOnlySpan<T> values,
        params ReadOnlySpan<long> shape) where T : unmanaged
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        foreach (var side in shape)
            tensor.Dims.Add(side);
        return tensor;
    }

    public static ReadOnlySpan<float> Values(this TensorProto tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span);

    public static AttributeProto Ints(string name, params IEnumerable<long> values) =>
        new() { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints };

    public static AttributeProto Int(string name, long value) =>
        new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Float(string name, double value) =>
        new() { Name = name, F = (float)value, Type = AttributeProto.Types.AttributeType.Float };

    /// <summary>Describes an input or output tensor.</summary>
    /// <param name="sides">All dimensions but the number of images, which is free.</param>
    public static ValueInfoProto Value(string name, params ReadOnlySpan<long> sides)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "images" } } };
        foreach (var side in sides)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = side });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)DataType.Float, Shape = shape } } };
    }
}
