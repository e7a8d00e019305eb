using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// He et al., "Deep residual learning for image recognition", arXiv:1512.03385, with a projection where a shortcut changes shape (option
/// B).
/// </summary>
internal static class ResNet
{
    private const int Filter = 3;

    /// <summary>Gets Table 1 with 18 layers, as torchvision's resnet18.</summary>
    public static NetworkDesign Of18Layers { get; } = new((_, inputSize, ends) =>
    {
        const int Stem = 64;
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Stem, kernel: 7, stride: 2).BatchNorm("stem.bn").Relu("stem.relu")
            .MaxPool("stem.pool", 3, stride: 2, padding: 1);
        return Layers(chain, [Stem, 128, 256, 512], blocks: 2, ends.Classes);
    });

    /// <summary>Gets the network of section 4.2 with n = 3, for small images such as CIFAR-10.</summary>
    public static NetworkDesign Of20Layers { get; } = new((_, inputSize, ends) =>
    {
        const int Stem = 16;
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Stem, Filter).BatchNorm("stem.bn").Relu("stem.relu");
        return Layers(chain, [Stem, 32, 64], blocks: 3, ends.Classes);
    });

    private static ImmutableArray<LayerPlan> Layers(LayerChain chain, ReadOnlySpan<int> stages, int blocks, int classes)
    {
        for (var i = 0; i < stages.Length; i++)
            for (var j = 1; j <= blocks; j++)
                Residual(chain, $"stage{i + 1}block{j}", stages[i], i > 0 && j == 1 ? 2 : 1);
        return chain.GlobalAveragePool("pool").Linear("fc", classes).ToLayers();
    }

    private static void Residual(LayerChain chain, string name, int channels, int stride)
    {
        var shortcut = chain.Here;
        var residual = chain
            .Convolution($"{name}.conv1", channels, Filter, stride).BatchNorm($"{name}.bn1").Relu($"{name}.relu1")
            .Convolution($"{name}.conv2", channels, Filter).BatchNorm($"{name}.bn2").Here;
        if (shortcut.Channels != channels || stride != 1)
            shortcut = chain.From(shortcut).Convolution($"{name}.project", channels, kernel: 1, stride).BatchNorm($"{name}.bn3").Here;
        chain.From(residual).Add($"{name}.add", shortcut).Relu($"{name}.relu2");
    }
}
