using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Szegedy et al., "Going deeper with convolutions", arXiv:1409.4842, Table 1, without the auxiliary classifiers, which are used only for
/// training. The local response norms are those of Caffe's bvlc_googlenet, because the paper gives no values.
/// </summary>
internal static class GoogLeNet
{
    private const double Dropped = 0.4;
    private static readonly Response Norm = new(Scale: 1e-4, Power: 0.75, Offset: 1);

    // The columns of the paper's table: #1×1, #3×3 reduce, #3×3, #5×5 reduce, #5×5, pool proj.
    private static readonly ImmutableArray<Inception> Modules =
    [
        new("3a", 64, 96, 128, 16, 32, 32), new("3b", 128, 128, 192, 32, 96, 64),
        new("4a", 192, 96, 208, 16, 48, 64), new("4b", 160, 112, 224, 24, 64, 64), new("4c", 128, 128, 256, 24, 64, 64),
        new("4d", 112, 144, 288, 32, 64, 64), new("4e", 256, 160, 320, 32, 128, 128),
        new("5a", 256, 160, 320, 32, 128, 128), new("5b", 384, 192, 384, 48, 128, 128),
    ];

    public static NetworkDesign Design { get; } = new(Layers)
    {
        LeastInput = 31,
        Initialization = WeightInitialization.HeWithSmallClassifier,
    };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize);
        Convolution(chain, "stem.conv1", 64, kernel: 7, stride: 2);
        Halve(chain, "stem.pool1").LocalResponseNorm("stem.norm1", 5, Norm);
        Convolution(chain, "stem.reduce", 64, kernel: 1);
        Convolution(chain, "stem.conv2", 192, kernel: 3);
        Halve(chain.LocalResponseNorm("stem.norm2", 5, Norm), "stem.pool2");
        foreach (var module in Modules)
        {
            if (module.Name is "4a" or "5a")
                Halve(chain, $"pool{module.Name[0]}");
            Add(chain, $"inception{module.Name}", module);
        }

        return chain.GlobalAveragePool("pool").Dropout("dropout", Dropped).Linear("fc", ends.Classes).ToLayers();
    }

    private static void Add(LayerChain chain, string name, Inception module)
    {
        var input = chain.Here;
        var one = Convolution(chain, $"{name}.conv1", module.One, kernel: 1).Here;
        Convolution(chain.From(input), $"{name}.reduce3", module.ReduceThree, kernel: 1);
        var three = Convolution(chain, $"{name}.conv3", module.Three, kernel: 3).Here;
        Convolution(chain.From(input), $"{name}.reduce5", module.ReduceFive, kernel: 1);
        var five = Convolution(chain, $"{name}.conv5", module.Five, kernel: 5).Here;
        chain.From(input).MaxPool($"{name}.pool", 3, stride: 1, padding: 1);
        var pooled = Convolution(chain, $"{name}.project", module.Project, kernel: 1).Here;
        chain.Concat($"{name}.concat", one, three, five, pooled);
    }

    private static LayerChain Convolution(LayerChain chain, string name, int channels, int kernel, int stride = 1) =>
        chain.Convolution(name, channels, kernel, stride, bias: true).Relu($"{name}-relu");

    private static LayerChain Halve(LayerChain chain, string name) => chain.MaxPool(name, 3, stride: 2, ceiling: true);

    private readonly record struct Inception(string Name, int One, int ReduceThree, int Three, int ReduceFive, int Five, int Project);
}
