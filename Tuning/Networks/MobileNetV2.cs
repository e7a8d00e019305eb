using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Sandler et al., "MobileNetV2: Inverted residuals and linear bottlenecks", arXiv:1801.04381, Table 2. As in the authors' code, channels
/// are scaled to multiples of 8. The last convolution is not scaled, as the paper specifies for multipliers below 1.
/// </summary>
internal static class MobileNetV2
{
    private const int Filter = 3;
    private const int Stem = 32, Last = 1280;
    private const int Multiple = 8;

    // t (expansion), c (channels), n (blocks) and s (stride) of the paper's table.
    private static readonly ImmutableArray<Stage> Stages =
    [
        new(1, 16, 1, 1), new(6, 24, 2, 2), new(6, 32, 3, 2), new(6, 64, 4, 2), new(6, 96, 3, 1), new(6, 160, 3, 2), new(6, 320, 1, 1),
    ];

    public static NetworkDesign Design { get; } = new(Layers) { HasWidth = true };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Scaled(Stem, configuration), Filter, stride: 2).BatchNorm("stem.bn").Relu6("stem.relu");
        foreach (var (i, stage) in Stages.Index())
            for (var j = 1; j <= stage.Blocks; j++)
                Bottleneck(
                    chain, $"stage{i + 1}block{j}", stage.Expansion, Scaled(stage.Channels, configuration), j == 1 ? stage.Stride : 1);
        return chain
            .Convolution("last.conv", Last, kernel: 1).BatchNorm("last.bn").Relu6("last.relu")
            .GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static void Bottleneck(LayerChain chain, string name, int expansion, int channels, int stride)
    {
        var input = chain.Here;
        var expanded = input.Channels * expansion;
        if (expansion != 1)
            chain.Convolution($"{name}.expand", expanded, kernel: 1).BatchNorm($"{name}.bn1").Relu6($"{name}.relu1");
        chain
            .Convolution($"{name}.depthwise", expanded, Filter, stride, groups: expanded).BatchNorm($"{name}.bn2").Relu6($"{name}.relu2")
            .Convolution($"{name}.project", channels, kernel: 1).BatchNorm($"{name}.bn3");
        if (stride == 1 && input.Channels == channels)
            chain.Add($"{name}.add", input);
    }

    /// <summary>Scales to the nearest multiple of 8, or to the next one up if the nearest is more than 10 % too small.</summary>
    private static int Scaled(int channels, Configuration configuration)
    {
        var scaled = channels * (decimal)configuration.Width;
        var nearest = Scaling.ScaleTo(Multiple, channels, configuration.Width);
        return nearest < 0.9m * scaled ? nearest + Multiple : nearest;
    }

    private readonly record struct Stage(int Expansion, int Channels, int Blocks, int Stride);
}
