using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>
/// The paper's network: nine modules of dilated 3×3, depthwise 3×3, pointwise 1×1, batch norm and ReLU, then global average pooling and a
/// fully connected layer. The softmax is part of the loss.
/// </summary>
internal static class DilatedSeparable
{
    private const int Filter = 3;

    // The paper's Table 1 with its three misprinted input sizes corrected: "same" padding everywhere; only depthwise layers have a stride.
    private static readonly ImmutableArray<Module> Modules =
    [
        new(In: 32, Out: 64, Stride: 2),
        new(In: 64, Out: 128, Stride: 2),
        new(In: 128, Out: 128, Stride: 1),
        new(In: 128, Out: 256, Stride: 2),
        new(In: 256, Out: 256, Stride: 1),
        new(In: 256, Out: 512, Stride: 2),
        new(In: 512, Out: 512, Stride: 1),
        new(In: 512, Out: 1024, Stride: 2),
        new(In: 1024, Out: 1024, Stride: 1),
    ];

    public static NetworkDesign Design { get; } = new(Layers)
    {
        HasDilation = true,
        HasWidth = true,
        Initialization = WeightInitialization.Torch,
    };

    private static ImmutableArray<LayerPlan> Layers(Configuration configuration, int inputSize, NetworkEnds ends)
    {
        var chain = new LayerChain(ends.Channels, inputSize);
        for (var i = 0; i < Modules.Length; i++)
            Add(chain, $"module{i + 1}", Modules[i], configuration, isFirst: i == 0);
        return chain.GlobalAveragePool("pool").Linear("fc", ends.Classes).ToLayers();
    }

    private static void Add(LayerChain chain, string name, Module module, Configuration configuration, bool isFirst)
    {
        var inner = Scaling.Scale(module.In, configuration.Width);
        var spacing = PaperFormulas.TapSpacing(configuration.Dilation);
        chain
            // The first layer mixes the image's channels; later dilated layers are per channel (paper: "applied to each channel").
            .Convolution($"{name}.dilated", inner, Filter, dilation: spacing, groups: isFirst ? 1 : inner)
            .Convolution($"{name}.depthwise", inner, Filter, stride: module.Stride, groups: inner)
            .Convolution($"{name}.pointwise", Scaling.Scale(module.Out, configuration.Width), kernel: 1)
            .BatchNorm($"{name}.bn")
            .Relu($"{name}.relu");
    }

    private readonly record struct Module(int In, int Out, int Stride);
}
