using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// Krizhevsky, Sutskever, Hinton, "ImageNet classification with deep convolutional neural networks", 2012, section 3.5: the network with
/// two groups that was made for two GPUs. From 224 pixels, the paper's 55×55 map needs two pixels of padding. The map is flattened without
/// pooling, so the size of fc6 depends on the input.
/// </summary>
internal static class AlexNet
{
    private const double Dropped = 0.5;
    private const int Hidden = 4096;

    // k = 2, n = 5, α = 1e-4, β = 0.75. The paper's α is per channel, so the scale of the mean is n · α.
    private const int NormChannels = 5;
    private static readonly Response Norm = new(Scale: NormChannels * 1e-4, Power: 0.75, Offset: 2);

    public static NetworkDesign Design { get; } = new(Layers)
    {
        LeastInput = 63,
        HasFixedInput = true,
        Initialization = WeightInitialization.HeWithSmallClassifier,
    };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends) =>
        new LayerChain(ends.Channels, inputSize)
            .Convolution("conv1", 96, kernel: 11, stride: 4, padding: 2, bias: true).Relu("relu1")
            .LocalResponseNorm("norm1", NormChannels, Norm).MaxPool("pool1", 3, stride: 2)
            .Convolution("conv2", 256, kernel: 5, groups: 2, bias: true).Relu("relu2")
            .LocalResponseNorm("norm2", NormChannels, Norm).MaxPool("pool2", 3, stride: 2)
            .Convolution("conv3", 384, kernel: 3, bias: true).Relu("relu3")
            .Convolution("conv4", 384, kernel: 3, groups: 2, bias: true).Relu("relu4")
            .Convolution("conv5", 256, kernel: 3, groups: 2, bias: true).Relu("relu5").MaxPool("pool5", 3, stride: 2)
            .Flatten("flatten")
            .Linear("fc6", Hidden).Relu("relu6").Dropout("dropout6", Dropped)
            .Linear("fc7", Hidden).Relu("relu7").Dropout("dropout7", Dropped)
            .Linear("fc8", ends.Classes).ToLayers();
}
