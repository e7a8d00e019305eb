using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Chollet, "Xception: Deep learning with depthwise separable convolutions", arXiv:1610.02357, Figure 5. Every convolution is followed by a
/// batch norm and has no bias; nothing comes between the depthwise and the pointwise layer of a pair.
/// </summary>
internal static class Xception
{
    private const int Filter = 3;
    private const int MiddleBlocks = 8;
    private const int Middle = 728;
    private const string EntryName = "entry", ExitName = "exit";
    private static readonly ImmutableArray<int> Entry = [128, 256, Middle];

    public static NetworkDesign Design { get; } = new(Layers);

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv1", 32, Filter, stride: 2, padding: 0).BatchNorm("stem.bn1").Relu("stem.relu1")
            .Convolution("stem.conv2", 64, Filter, padding: 0).BatchNorm("stem.bn2").Relu("stem.relu2");
        foreach (var (i, channels) in Entry.Index())
            // The first block needs no ReLU, because the stem ends with one.
            Halving(chain, $"{EntryName}{i + 1}", channels, channels, isActive: i > 0);
        for (var i = 1; i <= MiddleBlocks; i++)
            Keeping(chain, $"middle{i}");
        Halving(chain, $"{ExitName}1", Middle, 1024, isActive: true);
        Separable(chain, $"{ExitName}2", 1, 1536).Relu($"{ExitName}2.relu1");
        Separable(chain, $"{ExitName}2", 2, 2048).Relu($"{ExitName}2.relu2");
        return chain.GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static void Halving(LayerChain chain, string name, int first, int second, bool isActive)
    {
        var input = chain.Here;
        if (isActive)
            chain.Relu($"{name}.relu1");
        Separable(chain, name, 1, first).Relu($"{name}.relu2");
        var residual = Separable(chain, name, 2, second).MaxPool($"{name}.pool", Filter, stride: 2, padding: 1).Here;
        var shortcut = chain.From(input).Convolution($"{name}.project", second, kernel: 1, stride: 2).BatchNorm($"{name}.bn3").Here;
        chain.From(residual).Add($"{name}.add", shortcut);
    }

    private static void Keeping(LayerChain chain, string name)
    {
        const int Pairs = 3;
        var input = chain.Here;
        for (var i = 1; i <= Pairs; i++)
            Separable(chain.Relu($"{name}.relu{i}"), name, i, Middle);
        chain.Add($"{name}.add", input);
    }

    private static LayerChain Separable(LayerChain chain, string name, int number, int channels) => chain
        .Convolution($"{name}.depthwise{number}", chain.Here.Channels, Filter, groups: chain.Here.Channels)
        .Convolution($"{name}.pointwise{number}", channels, kernel: 1)
        .BatchNorm($"{name}.bn{number}");
}
