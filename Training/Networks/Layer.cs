using System.Collections.Immutable;
using Paretune.Training.Libtorch;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>Executes one row of a network.</summary>
/// <param name="Sources">Positions of the layers whose outputs the row reads; <see cref="Image"/> for the image.</param>
/// <param name="Spent">Positions of the layers whose output is not read after this row.</param>
/// <param name="Module">The module, if it has weights or a mode; null if the row is a pure function of its input.</param>
internal sealed record Layer(
    LayerPlan Row, ImmutableArray<int> Sources, ImmutableArray<int> Spent, bool IsInPlace, nn.Module<Tensor, Tensor>? Module)
{
    public const int Image = -1;

    public static ImmutableArray<Layer> From(ImmutableArray<LayerPlan> rows)
    {
        var position = rows.Index().ToDictionary(row => row.Item.Name, row => row.Index);
        position[NetworkPlan.Image] = Image;
        ImmutableArray<int>[] sources = [.. rows.Select(row => row.From.Select(name => position[name]).ToImmutableArray())];
        var readers = sources.Index().SelectMany(reader => reader.Item.Select(source => (source, reader.Index)))
            .ToLookup(pair => pair.source, pair => pair.Index);
        return [.. rows.Index().Select(row => new Layer(
            row.Item, sources[row.Index],
            [.. sources[row.Index].Where(source => source != Image && readers[source].Max() == row.Index).Distinct()],
            MayOverwrite(rows, sources[row.Index][0], readers), Build(row.Item)))];
    }

    /// <param name="read">The inputs, as many as <see cref="Sources"/>: [n, in, size, size] each, or [n, in].</param>
    public Tensor Forward(ReadOnlySpan<Tensor> read) => Row.Kind switch
    {
        LayerKind.BatchNorm => Normalize((BatchNorm2d)Module!, read[0]),
        LayerKind.Relu => nn.functional.relu(read[0], IsInPlace),
        LayerKind.Relu6 => nn.functional.relu6(read[0], IsInPlace),
        LayerKind.GlobalAveragePool => nn.functional.adaptive_avg_pool2d(read[0], 1).flatten(1),
        LayerKind.MaxPool => nn.functional.max_pool2d(read[0], Row.Kernel, Row.Stride, Row.Padding, ceil_mode: Row.Ceiling),
        LayerKind.AveragePool => nn.functional.avg_pool2d(read[0], Row.Kernel, Row.Stride, Row.Padding),
        LayerKind.Flatten => read[0].flatten(1),
        LayerKind.Add => read[0].add(read[1], KeptScalar.One),
        LayerKind.Concat => cat([.. read], 1),
        LayerKind.Slice => read[0].narrow(1, Row.Start, Row.Out),
        LayerKind.ChannelShuffle => read[0].channel_shuffle(Row.Groups),
        _ => MixedPrecision.Forward(Row, Module!, read[0]),
    };

    // BatchNorm2d.forward would add a temporary scalar to the counter.
    private static Tensor Normalize(BatchNorm2d norm, Tensor map)
    {
        if (norm.training)
            norm.num_batches_tracked!.add_(KeptScalar.One, KeptScalar.One);
        return nn.functional.batch_norm(
            map, norm.running_mean, norm.running_var, norm.weight, norm.bias, norm.training, norm.momentum!.Value, norm.eps);
    }

    /// <summary>
    /// Returns whether a rectifier may overwrite its input: only if no other row reads it, and it is neither the image, nor part of another
    /// map, nor needed for a gradient.
    /// </summary>
    private static bool MayOverwrite(ImmutableArray<LayerPlan> rows, int source, ILookup<int, int> readers) =>
        source != Image && readers[source].Count() == 1
        && rows[source].Kind is LayerKind.Convolution or LayerKind.BatchNorm or LayerKind.Linear or LayerKind.Add or LayerKind.Concat;

    private static nn.Module<Tensor, Tensor>? Build(LayerPlan row) => row.Kind switch
    {
        LayerKind.Convolution => Convolution(row),
        LayerKind.BatchNorm => nn.BatchNorm2d(row.Out),
        LayerKind.Linear => nn.Linear(row.In, row.Out),
        LayerKind.Dropout => new SeededDropout(row),
        LayerKind.LocalResponseNorm => nn.LocalResponseNorm(row.Kernel, row.Response!.Scale, row.Response.Power, row.Response.Offset),
        _ => null,
    };

    private static nn.Module<Tensor, Tensor> Convolution(LayerPlan row)
    {
        var layer = nn.Conv2d(row.In, row.Out, row.Kernel, row.Stride, row.Padding, row.Dilation, groups: row.Groups, bias: row.Bias);
        return PerChannelConvolution.Takes(row) ? new PerChannelConvolution(row, layer) : layer;
    }
}
