using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;
using Paretune.Tests;

namespace Paretune.Models.Tests.Onnx;

public sealed class QuantizedOnnxTests
{
    [Fact]
    public void Every_weight_is_stored_in_whole_numbers_with_a_scale_a_channel_but_those_of_a_chain_that_stays_in_float()
    {
        var graph = Quantized().Graph;
        Assert.Equal(
            TinyModel.Plan.Layers.Count(layer => layer.Name.EndsWith("pointwise", StringComparison.Ordinal)) + 1, Whole(graph).Count());

        var tensors = graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var node in Whole(graph))
        {
            var weight = graph.Node.Single(other => other.Output[0] == node.Input[1]);
            Assert.Equal("DequantizeLinear", weight.OpType);
            Assert.Equal((int)TensorProto.Types.DataType.Int8, tensors[weight.Input[0]].DataType);
            Assert.Equal(tensors[weight.Input[0]].Dims[0], Assert.Single(tensors[weight.Input[1]].Dims));
            if (node.Input.Count < 3)
                continue;
            var bias = graph.Node.Single(other => other.Output[0] == node.Input[2]);
            Assert.Equal((int)TensorProto.Types.DataType.Int32, tensors[bias.Input[0]].DataType);
        }
    }

    [Fact]
    public void The_scales_of_a_bias_are_those_of_the_sums_it_is_added_to()
    {
        var graph = Quantized().Graph;
        var tensors = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var producers = graph.Node.ToDictionary(node => node.Output[0]);

        foreach (var node in Whole(graph).Where(node => node.Input.Count == 3))
        {
            float[] Scales(int input) => tensors[producers[node.Input[input]].Input[1]].Values().ToArray();
            Assert.Equal(Scales(1).Select(scale => scale * Scales(0)[0]), Scales(2));
        }
    }

    [Fact]
    public void A_weight_is_off_by_half_a_step_at_most()
    {
        float[] weights = [0.5f, -1, 0.013f, 100, 3, -49, 0, 0, 0];

        var (whole, scales) = ChannelSteps.Compute(weights, channels: 3);

        Assert.All(weights.Index(), weight => Assert.InRange(
            whole[weight.Index] * scales[weight.Index / 3], weight.Item - scales[weight.Index / 3] / 2 - 1e-6,
            weight.Item + scales[weight.Index / 3] / 2 + 1e-6));
        Assert.Equal([-63, 63], new[] { whole.Min(), whole.Max() }.Select(value => (int)value));
    }

    [Fact]
    public void Equal_channels_give_the_same_answer_and_every_channel_the_whole_range()
    {
        var (exact, maps) = (TinyModel.File(), Maps());
        var (equalized, even) = ChannelEqualization.Apply(exact, maps);
        using var before = new OnnxModel(exact, threads: 1);
        using var after = new OnnxModel(equalized, threads: 1);

        var (expected, got) = (
            before.Run(Input(), 2, 3, TinyModel.Size, TinyModel.Size), after.Run(Input(), 2, 3, TinyModel.Size, TinyModel.Size));

        var largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(got), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5 * largest));
        Assert.NotEqual(exact, equalized);
        const string Dilated = "module3.dilated";
        Assert.True(Spread(maps.Channels[Dilated]) > 1.5, $"{Spread(maps.Channels[Dilated])}");
        Assert.Equal(1, Spread(even.Channels[Dilated]), tolerance: 1e-3);
    }

    private static double Spread(ChannelValues values)
    {
        // Channels that are always 0 are left out.
        double[] ranges = [.. values.Low.Zip(values.High, (low, high) => (double)Math.Max(-low, high)).Where(range => range > 0)];
        return ranges.Max() / ranges.Min();
    }

    /// <summary>Returns the nodes that compute in integers.</summary>
    private static IEnumerable<NodeProto> Whole(GraphProto graph)
    {
        var whole = graph.Node.Where(node => node.OpType == "DequantizeLinear").Select(node => node.Output[0]).ToHashSet();
        return graph.Node.Where(node => node.OpType is "Conv" or "Gemm" && whole.Contains(node.Input[1]));
    }

    private static ModelProto Quantized() => ModelProto.Parser.ParseFrom(QuantizedOnnx.Write(TinyModel.File(), Maps()));

    private static float[] Input() => [.. Enumerable.Range(0, 2 * 3 * TinyModel.Size * TinyModel.Size).Select(at => MathF.Sin(at))];

    private static MapStatistics Maps()
    {
        using var calibration = new Calibration(TinyModel.File(), threads: 1);
        calibration.See(Input(), 2, 3, TinyModel.Size, TinyModel.Size);
        return calibration.Maps();
    }
}
