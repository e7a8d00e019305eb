using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Zhang et al., "ShuffleNet: An extremely efficient convolutional neural network for mobile devices", arXiv:1707.01083, Table 1, g = 3.
/// </summary>
internal static class ShuffleNet
{
    private const int Groups = 3;
    private const int Filter = 3;
    private const int Stem = 24;

    // A unit's inner layers have a quarter of its channels.
    private const int Narrower = 4;
    private static readonly ImmutableArray<(int Channels, int Units)> Stages = [(240, 4), (480, 8), (960, 4)];

    public static NetworkDesign Design { get; } = new(Layers) { HasWidth = true };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Scaling.ScaleTo(Groups, Stem, configuration.Width), Filter, stride: 2).BatchNorm("stem.bn")
            .Relu("stem.relu")
            .MaxPool("stem.pool", Filter, stride: 2, padding: 1);
        foreach (var (i, (channels, units)) in Stages.Index())
            for (var j = 1; j <= units; j++)
            {
                // As in the paper, the first pointwise layer has no groups, because its input has few channels.
                var first = i == 0 && j == 1 ? 1 : Groups;
                Unit(chain, $"stage{i + 2}unit{j}", Scaling.ScaleTo(Groups * Narrower, channels, configuration.Width), first,
                    halves: j == 1);
            }

        return chain.GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static void Unit(LayerChain chain, string name, int channels, int firstGroups, bool halves)
    {
        var (shortcut, inner) = (chain.Here, channels / Narrower);
        // Where the map is halved, the shortcut is concatenated, so its channels count towards the unit's.
        var own = halves ? channels - shortcut.Channels : channels;
        chain
            .Convolution($"{name}.conv1", inner, kernel: 1, groups: firstGroups).BatchNorm($"{name}.bn1").Relu($"{name}.relu1")
            .ChannelShuffle($"{name}.shuffle", Groups)
            .Convolution($"{name}.depthwise", inner, Filter, halves ? 2 : 1, groups: inner).BatchNorm($"{name}.bn2")
            .Convolution($"{name}.conv2", own, kernel: 1, groups: Groups).BatchNorm($"{name}.bn3");
        if (halves)
        {
            var residual = chain.Here;
            chain.Concat($"{name}.concat", chain.From(shortcut).AveragePool($"{name}.pool", Filter, stride: 2, padding: 1).Here, residual);
        }
        else
        {
            chain.Add($"{name}.add", shortcut);
        }

        chain.Relu($"{name}.relu2");
    }
}
