using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Tests;

namespace Paretune.Models.Tests.Onnx;

public sealed class QuantisedOnnxTests
{
    [Fact]
    public void Every_weight_is_stored_in_whole_numbers_with_a_scale_a_channel()
    {
        var graph = Quantised().Graph;

        var tensors = graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (var node in graph.Node.Where(node => node.OpType is "Conv" or "Gemm"))
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
        var graph = Quantised().Graph;
        var tensors = graph.Initializer.ToDictionary(tensor => tensor.Name);
        var producers = graph.Node.ToDictionary(node => node.Output[0]);

        foreach (var node in graph.Node.Where(node => node.OpType is "Gemm" || (node.OpType == "Conv" && node.Input.Count == 3)))
        {
            float[] Scales(int input) => tensors[producers[node.Input[input]].Input[1]].Values().ToArray();
            Assert.Equal(Scales(1).Select(scale => scale * Scales(0)[0]), Scales(2));
        }
    }

    [Fact]
    public void A_weight_is_off_by_half_a_step_at_most()
    {
        float[] weights = [0.5f, -1, 0.013f, 100, 3, -49, 0, 0, 0];

        var (whole, scales) = ChannelSteps.Of(weights, channels: 3);

        Assert.All(weights.Index(), weight => Assert.InRange(
            whole[weight.Index] * scales[weight.Index / 3], weight.Item - scales[weight.Index / 3] / 2 - 1e-6,
            weight.Item + scales[weight.Index / 3] / 2 + 1e-6));
        Assert.Equal([-63, 63], new[] { whole.Min(), whole.Max() }.Select(value => (int)value));
    }

    private static ModelProto Quantised()
    {
        using var calibration = new Calibration(TinyModel.File(), threads: 1);
        var input = new float[2 * 3 * TinyModel.Size * TinyModel.Size];
        for (var at = 0; at < input.Length; at++)
            input[at] = MathF.Sin(at);
        calibration.See(input, 2, 3, TinyModel.Size, TinyModel.Size);
        return ModelProto.Parser.ParseFrom(QuantisedOnnx.Write(TinyModel.File(), calibration.Ranges()));
    }
}
