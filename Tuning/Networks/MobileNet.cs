using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Howard et al., "MobileNets: Efficient convolutional neural networks for mobile vision applications", arXiv:1704.04861, Table 1. The
/// table gives the last depthwise layer stride 2, but its 7×7 map stays 7×7, so the stride is 1.
/// </summary>
internal static class MobileNet
{
    private const int Filter = 3;
    private const int Stem = 32;

    private static readonly ImmutableArray<(int Out, int Stride)> Modules =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2),
        (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
        (1024, 2), (1024, 1),
    ];

    public static NetworkDesign Design { get; } = new(Layers) { HasWidth = true };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Scaling.Scale(Stem, configuration.Width), Filter, stride: 2)
            .BatchNorm("stem.bn")
            .Relu("stem.relu");
        foreach (var (i, (channels, stride)) in Modules.Index())
            Separable(chain, $"module{i + 1}", Scaling.Scale(channels, configuration.Width), stride);
        return chain.GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static void Separable(LayerChain chain, string name, int channels, int stride) => chain
        .Convolution($"{name}.depthwise", chain.Here.Channels, Filter, stride, groups: chain.Here.Channels)
        .BatchNorm($"{name}.bn1")
        .Relu($"{name}.relu1")
        .Convolution($"{name}.pointwise", channels, kernel: 1)
        .BatchNorm($"{name}.bn2")
        .Relu($"{name}.relu2");
}
