using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters", arXiv:1602.07360: version 1.0, Table 1.
/// </summary>
internal static class SqueezeNet
{
    private const double Dropped = 0.5;

    // s1x1 and e1x1 of the paper's table; e3x3 equals e1x1.
    private static readonly ImmutableArray<Fire> Fires =
    [
        new(2, 16, 64), new(3, 16, 64), new(4, 32, 128),
        new(5, 32, 128), new(6, 48, 192), new(7, 48, 192), new(8, 64, 256),
        new(9, 64, 256),
    ];

    public static NetworkDesign Design { get; } = new(Layers)
    {
        LeastInput = 21,
        Initialization = WeightInitialization.HeWithSmallClassifier,
    };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize);
        Convolution(chain, "conv1", 96, kernel: 7, stride: 2, padding: 0);
        Halve(chain, "pool1");
        foreach (var fire in Fires)
        {
            Add(chain, $"fire{fire.Number}", fire);
            if (fire.Number is 4 or 8)
                Halve(chain, $"pool{fire.Number}");
        }

        // Table 1 puts a ReLU after conv10. It is left out: with it, all logits become 0 within a few steps, and no gradient flows any
        // more.
        chain.Dropout("dropout", Dropped).Convolution("conv10", ends.Classes, kernel: 1, bias: true);
        return chain.GlobalAveragePool("pool10").ToLayers();
    }

    private static void Add(LayerChain chain, string name, Fire fire)
    {
        var squeezed = Convolution(chain, $"{name}.squeeze", fire.Squeeze, kernel: 1).Here;
        var one = Convolution(chain, $"{name}.expand1", fire.Expand, kernel: 1).Here;
        var three = Convolution(chain.From(squeezed), $"{name}.expand3", fire.Expand, kernel: 3).Here;
        chain.Concat($"{name}.concat", one, three);
    }

    private static LayerChain Convolution(LayerChain chain, string name, int channels, int kernel, int stride = 1, int? padding = null) =>
        chain.Convolution(name, channels, kernel, stride, padding: padding, bias: true).Relu($"{name}-relu");

    private static void Halve(LayerChain chain, string name) => chain.MaxPool(name, 3, stride: 2, ceiling: true);

    private readonly record struct Fire(int Number, int Squeeze, int Expand);
}
