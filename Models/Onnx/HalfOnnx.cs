using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Paretune.Models.Onnx.Format;
using static Paretune.Models.Onnx.Format.TensorProto.Types;

namespace Paretune.Models.Onnx;

/// <summary>Makes the 16-bit model of a 32-bit one. Input and output stay float32, so that it is used as the other is.</summary>
public static class HalfOnnx
{
    private const string Cast = "Cast", Half = "half";

    // The highest a half can hold; beyond it lies infinity.
    private const float Largest = 65504;

    /// <param name="model">What <see cref="NetworkOnnx"/> wrote.</param>
    public static byte[] Write(byte[] model)
    {
        var whole = ModelProto.Parser.ParseFrom(model);
        var graph = whole.Graph;
        var (input, output) = (graph.Input.Single().Name, graph.Output.Single().Name);
        for (var at = 0; at < graph.Initializer.Count; at++)
            graph.Initializer[at] = Halved(graph.Initializer[at]);
        foreach (var node in graph.Node)
        {
            Rename(node.Input, input);
            Rename(node.Output, output);
        }

        graph.Node.Insert(0, CastOf(input, $"{input}.{Half}", DataType.Float16));
        graph.Node.Add(CastOf($"{output}.{Half}", output, DataType.Float));
        return whole.ToByteArray();
    }

    private static void Rename(RepeatedField<string> names, string name)
    {
        for (var at = 0; at < names.Count; at++)
            if (names[at] == name)
                names[at] = $"{name}.{Half}";
    }

    private static NodeProto CastOf(string from, string to, DataType type) =>
        new() { Name = $"{from}.cast", OpType = Cast, Input = { from }, Output = { to }, Attribute = { OnnxGraph.Int("to", (long)type) } };

    /// <summary>Weights as halves; shapes and other whole numbers as they are.</summary>
    private static TensorProto Halved(TensorProto tensor)
    {
        if (tensor.DataType != (int)DataType.Float)
            return tensor;
        var halves = new Half[tensor.Values().Length];
        foreach (var (at, value) in tensor.Values().ToArray().Index())
            halves[at] = (Half)Math.Clamp(value, -Largest, Largest);
        var half = tensor.Clone();
        (half.DataType, half.RawData) = ((int)DataType.Float16, ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(halves)));
        return half;
    }
}
