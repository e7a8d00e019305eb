using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Ma et al., "ShuffleNet V2: Practical guidelines for efficient CNN architecture design", arXiv:1807.11164, Table 5, columns 1× and 0.5×.
/// Between the two, channels are interpolated; below 0.5 they shrink in proportion. The first and the last convolution are never scaled.
/// </summary>
internal static class ShuffleNetV2
{
    private const int Filter = 3;
    private const int Stem = 24, Last = 1024;
    private const double Half = 0.5;

    // Half of a unit's channels bypass its convolutions.
    private const int Branches = 2;

    private static readonly ImmutableArray<(int AtHalf, int AtFull, int Units)> Stages = [(48, 116, 4), (96, 232, 8), (192, 464, 4)];

    public static NetworkDesign Design { get; } = new(Layers) { HasWidth = true, Initialization = WeightInitialization.Torch };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize)
            .Convolution("stem.conv", Stem, Filter, stride: 2).BatchNorm("stem.bn").Relu("stem.relu")
            .MaxPool("stem.pool", Filter, stride: 2, padding: 1);
        foreach (var (i, (atHalf, atFull, units)) in Stages.Index())
        {
            var channels = Channels(atHalf, atFull, configuration.Width);
            Halving(chain, $"stage{i + 2}unit1", channels);
            for (var j = 2; j <= units; j++)
                Keeping(chain, $"stage{i + 2}unit{j}", channels);
        }

        return chain
            .Convolution("last.conv", Last, kernel: 1).BatchNorm("last.bn").Relu("last.relu")
            .GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static int Channels(int atHalf, int atFull, double width) => width < Half
        ? Scaling.ScaleTo(Branches, atHalf, width / Half)
        : Scaling.ScaleTo(Branches, 1, atHalf + (atFull - atHalf) * (width - Half) / (1 - Half));

    private static void Halving(LayerChain chain, string name, int channels)
    {
        var (input, half) = (chain.Here, channels / Branches);
        var left = chain
            .Convolution($"{name}.depthwise1", input.Channels, Filter, stride: 2, groups: input.Channels).BatchNorm($"{name}.bn1")
            .Convolution($"{name}.conv1", half, kernel: 1).BatchNorm($"{name}.bn2").Relu($"{name}.relu1").Here;
        chain.From(input).Convolution($"{name}.conv2", half, kernel: 1).BatchNorm($"{name}.bn3").Relu($"{name}.relu2")
            .Convolution($"{name}.depthwise2", half, Filter, stride: 2, groups: half).BatchNorm($"{name}.bn4")
            .Convolution($"{name}.conv3", half, kernel: 1).BatchNorm($"{name}.bn5").Relu($"{name}.relu3");
        Join(chain, name, left);
    }

    private static void Keeping(LayerChain chain, string name, int channels)
    {
        var (input, half) = (chain.Here, channels / Branches);
        var left = chain.Slice($"{name}.left", 0, half).Here;
        chain.From(input).Slice($"{name}.right", half, half)
            .Convolution($"{name}.conv1", half, kernel: 1).BatchNorm($"{name}.bn1").Relu($"{name}.relu1")
            .Convolution($"{name}.depthwise", half, Filter, groups: half).BatchNorm($"{name}.bn2")
            .Convolution($"{name}.conv2", half, kernel: 1).BatchNorm($"{name}.bn3").Relu($"{name}.relu2");
        Join(chain, name, left);
    }

    private static void Join(LayerChain chain, string name, Place left) =>
        chain.Concat($"{name}.concat", left, chain.Here).ChannelShuffle($"{name}.shuffle", Branches);
}
