using System.Collections.Immutable;
using Google.Protobuf;
using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;

namespace Paretune.Models.Tests.Onnx;

public sealed class HalfOnnxTests
{
    // As in googlenet and alexnet: five neighbours, x / (1 + 2e-5 · Σ x²) ^ 0.75.
    private const int Neighbours = 5, Channels = 6;
    private const float Scale = 1e-4f, Power = 0.75f;

    [Fact]
    public void A_sum_of_squares_that_half_arithmetic_would_not_hold_stays_in_float()
    {
        var (model, input) = (Model(), Enumerable.Repeat(300f, Channels * 4).ToArray());
        Assert.True(double.IsInfinity((double)SumInHalves(300)));

        var beyond = HalfRange.Beyond(model, Maps(model, input));
        var half = HalfOnnx.Write(model, beyond.ToImmutableHashSet());

        Assert.Equal(["norm"], beyond);
        var norm = ModelProto.Parser.ParseFrom(half).Graph.Node.Single(node => node.OpType == "LRN");
        Assert.Equal("relu.float", Assert.Single(norm.Input));
        using var exact = new OnnxModel(model, threads: 1);
        using var small = new OnnxModel(half, threads: 1);
        Assert.All(
            exact.Run(input, 1, Channels, 2, 2).Zip(small.Run(input, 1, Channels, 2, 2)),
            pair => Assert.Equal(pair.First, pair.Second, tolerance: 0.2));
    }

    [Fact]
    public void A_sum_that_halves_hold_with_room_to_spare_is_made_of_halves()
    {
        var (model, input) = (Model(), Enumerable.Repeat(30f, Channels * 4).ToArray());
        Assert.Equal(4500, (double)SumInHalves(30), tolerance: 10);

        Assert.Empty(HalfRange.Beyond(model, Maps(model, input)));
        var norm = ModelProto.Parser.ParseFrom(HalfOnnx.Write(model)).Graph.Node.Single(node => node.OpType == "LRN");
        Assert.Equal("relu", Assert.Single(norm.Input));
    }

    [Fact]
    public void A_map_beyond_the_highest_half_stays_in_float_and_so_does_what_reads_it()
    {
        var (model, input) = (Model(), Enumerable.Repeat(50_000f, Channels * 4).ToArray());

        Assert.Equal(["relu", "norm"], HalfRange.Beyond(model, Maps(model, input)));
    }

    /// <summary>Sums as a runtime does that only has half arithmetic.</summary>
    private static Half SumInHalves(float value)
    {
        var sum = (Half)0;
        for (var i = 0; i < Neighbours; i++)
            sum += (Half)value * (Half)value;
        return sum;
    }

    private static MapStatistics Maps(byte[] model, float[] input)
    {
        using var calibration = new Calibration(model, threads: 1);
        calibration.See(input, 1, Channels, 2, 2);
        return calibration.Maps();
    }

    private static byte[] Model()
    {
        var graph = new GraphProto
        {
            Name = "norm",
            Input = { OnnxGraph.Value(NetworkOnnx.Input, Channels, 2, 2) },
            Output = { OnnxGraph.Value(NetworkOnnx.Output, Channels) },
        };
        graph.Add("relu", "Relu", [NetworkOnnx.Input]);
        graph.Add(
            "norm", "LRN", ["relu"], OnnxGraph.Int("size", Neighbours), OnnxGraph.Float("alpha", Scale), OnnxGraph.Float("beta", Power),
            OnnxGraph.Float("bias", 1));
        graph.Add("mean", "GlobalAveragePool", ["norm"]);
        graph.Add(NetworkOnnx.Output, "Flatten", ["mean"], OnnxGraph.Int("axis", 1));
        return new ModelProto
        {
            IrVersion = 8,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = NetworkOnnx.Opset } },
        }.ToByteArray();
    }
}
