using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// He et al., "Deep residual learning for image recognition", arXiv:1512.03385, Table 1, with a projection where a shortcut changes shape
/// (option B), as in torchvision's resnet18.
/// </summary>
internal static class ResNet18
{
    private const int Filter = 3;
    private const int Blocks = 2;
    private static readonly ImmutableArray<(int Channels, int Stride)> Stages = [(64, 1), (128, 2), (256, 2), (512, 2)];

    public static NetworkDesign Design { get; } = new(Layers);

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Stages[0].Channels, kernel: 7, stride: 2).BatchNorm("stem.bn").Relu("stem.relu")
            .MaxPool("stem.pool", 3, stride: 2, padding: 1);
        foreach (var (i, (channels, stride)) in Stages.Index())
            for (var j = 1; j <= Blocks; j++)
                Residual(chain, $"stage{i + 1}block{j}", channels, j == 1 ? stride : 1);
        return chain.GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
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
