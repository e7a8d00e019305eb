using System.Collections.Immutable;
using Paretune.Models.Onnx;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;
using Paretune.Tests;

namespace Paretune.Models.Tests.Onnx;

public sealed class FloatLayersTests
{
    [Fact]
    public void A_layer_that_is_kept_has_its_weights_and_its_map_in_float()
    {
        var layer = QuantizedOnnx.Layers(TinyModel.File())[1];

        var graph = ModelProto.Parser.ParseFrom(QuantizedOnnx.Write(TinyModel.File(), Maps(), ImmutableHashSet.Create(layer))).Graph;

        var node = graph.Node.Single(one => one.Name == layer);
        Assert.DoesNotContain(node.Input, input => input.EndsWith(".stepped", StringComparison.Ordinal));
        using var runs = new OnnxModel(QuantizedOnnx.Write(TinyModel.File(), Maps(), ImmutableHashSet.Create(layer)), threads: 1);
        Assert.All(runs.Run(Input(), 2, 3, TinyModel.Size, TinyModel.Size), logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void Layers_are_kept_until_answers_are_those_of_float_or_a_quarter_is_kept()
    {
        // Each image has a distinct class, so that a few predictions differ.
        ImmutableArray<ImageBatch> batches = [
            .. Enumerable.Range(1, 8).Select(seed => new ImageBatch(Input(seed), [2, 3, TinyModel.Size, TinyModel.Size]))];
        var layers = new FloatLayers(TinyModel.File(), Maps(), batches, threads: 1);

        var steps = layers.Work().ToList();

        Assert.True(layers.Kept.Length <= QuantizedOnnx.Layers(TinyModel.File()).Length / 4);
        Assert.Equal(layers.Kept.Length, steps.Count(step => step > 0));
        Assert.All(layers.Kept, layer => Assert.Contains(layer, QuantizedOnnx.Layers(TinyModel.File())));
        Assert.Equal(QuantizedOnnx.Write(TinyModel.File(), Maps(), layers.Kept.ToImmutableHashSet()), layers.File);
    }

    private static float[] Input(int seed = 1) =>
        [.. Enumerable.Range(0, 2 * 3 * TinyModel.Size * TinyModel.Size).Select(at => MathF.Sin(at * seed))];

    private static MapStatistics Maps()
    {
        using var calibration = new Calibration(TinyModel.File(), threads: 1);
        calibration.See(Input(), 2, 3, TinyModel.Size, TinyModel.Size);
        return calibration.Maps();
    }
}
