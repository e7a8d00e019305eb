using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;

namespace Paretune.Training.Networks.Stages;

/// <summary>Finds the stages of a network whose rows follow one another.</summary>
internal static class StagePlan
{
    private const int MostImageChannels = 4;

    /// <returns>Empty if rows branch or if no filter is per channel: torch's own layers are as fast there.</returns>
    public static ImmutableArray<IStage> Create(ImmutableArray<Layer> layers)
    {
        if (!layers.Index().All(layer => layer.Item.Sources is [var source] && source == layer.Index - 1))
            return [];
        List<IStage> stages = [];
        List<Layer> plain = [];
        for (var at = 0; at < layers.Length;)
        {
            if (Match(layers.AsSpan()[at..], at == 0) is { } match)
            {
                Flush(stages, plain);
                stages.Add(match.Stage);
                at += match.Rows;
            }
            else
                plain.Add(layers[at++]);
        }

        Flush(stages, plain);
        return stages.Exists(stage => stage is PairStage) ? [.. stages] : [];
    }

    private static void Flush(List<IStage> stages, List<Layer> plain)
    {
        if (plain.Count > 0)
            stages.Add(new TorchStage([.. plain], isFirst: stages.Count == 0));
        plain.Clear();
    }

    /// <summary>Returns the longest stage that starts with the first of these rows.</summary>
    private static (IStage Stage, int Rows)? Match(ReadOnlySpan<Layer> layers, bool isFirst)
    {
        var normed = layers is [{ Module: BatchNorm2d }, { Row.Kind: LayerKind.Relu }, ..] ? 2 : 0;
        var norm = normed > 0 ? (BatchNorm2d)layers[0].Module! : null;
        if (layers[normed..] is [var first, var second, ..] && IsPair(first, second, isFirst && normed == 0))
            return (new PairStage(norm, first, second), normed + 2);
        if (layers[normed..] is [var alone, ..] && IsFilter(alone))
            return (new PairStage(norm, first: null, alone), normed + 1);
        if (norm is not null)
            return (new NormStage(norm), normed);
        return layers[0] is { Module: Conv2d convolution, Row: { Kernel: 1, Stride: 1, Groups: 1, Padding: 0 } } && !isFirst
            ? (new PointwiseStage(convolution), 1)
            : null;
    }

    private static bool IsPair(Layer first, Layer second, bool readsImage) =>
        IsFilter(second) && (IsFilter(first) && first.Row.Stride == 1 || readsImage && IsDense(first.Row));

    private static bool IsFilter(Layer layer) => layer is { Module: PerChannelConvolution, Row.Kernel: 3 };

    private static bool IsDense(LayerPlan row) => row is { Kind: LayerKind.Convolution, Kernel: 3, Stride: 1, Groups: 1, Bias: false }
        && row.In <= MostImageChannels && row.Padding == row.Dilation;
}
