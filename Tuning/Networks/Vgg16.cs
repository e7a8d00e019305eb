using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Simonyan, Zisserman, "Very deep convolutional networks for large-scale image recognition", arXiv:1409.1556: configuration D of Table 1.
/// The map is flattened without pooling, so an input below 224 pixels means fewer weights in fc6.
/// </summary>
internal static class Vgg16
{
    private const double Dropped = 0.5;
    private const int Hidden = 4096;
    private static readonly ImmutableArray<(int Channels, int Convolutions)> Stages = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)];

    // LeastInput: the map is halved five times.
    public static NetworkDesign Design { get; } = new(Layers)
    {
        LeastInput = 32,
        HasFixedInput = true,
        Initialization = WeightInitialization.HeWithSmallClassifier,
    };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize);
        foreach (var (i, (channels, convolutions)) in Stages.Index())
        {
            for (var j = 1; j <= convolutions; j++)
                chain.Convolution($"stage{i + 1}.conv{j}", channels, kernel: 3, bias: true).Relu($"stage{i + 1}.relu{j}");
            chain.MaxPool($"stage{i + 1}.pool", 2, stride: 2);
        }

        return chain.Flatten("flatten")
            .Linear("fc6", Hidden).Relu("relu6").Dropout("dropout6", Dropped)
            .Linear("fc7", Hidden).Relu("relu7").Dropout("dropout7", Dropped)
            .Linear("fc8", ends.Classes).ToLayers();
    }
}
