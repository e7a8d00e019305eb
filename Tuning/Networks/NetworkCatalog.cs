using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Networks;

/// <summary>The networks that a search may name.</summary>
public static class NetworkCatalog
{
    /// <summary>The network of a search that names none.</summary>
    public const string Default = "dilated-separable";

    private static readonly ImmutableSortedDictionary<string, NetworkDesign> Designs = new Dictionary<string, NetworkDesign>
    {
        [Default] = DilatedSeparable.Design,
        ["alexnet"] = AlexNet.Design,
        ["googlenet"] = GoogLeNet.Design,
        ["mobilenet"] = MobileNet.Design,
        ["mobilenet-v2"] = MobileNetV2.Design,
        ["resnet18"] = ResNet.Of18Layers,
        ["resnet20"] = ResNet.Of20Layers,
        ["shufflenet"] = ShuffleNet.Design,
        ["shufflenet-v2"] = ShuffleNetV2.Design,
        ["squeezenet"] = SqueezeNet.Design,
        ["vgg16"] = Vgg16.Design,
        ["xception"] = Xception.Design,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    // Searches of 0.1 could use this network. They can still be shown, and they resume on simulated devices.
    private const string Former = "simulated";

    public static ImmutableArray<string> Names { get; } = [.. Designs.Keys];

    /// <summary>Returns whether only searches of 0.1 can have this network; no search trains it any more.</summary>
    public static bool IsFormer(string network) => network == Former;

    /// <summary>Plans one configuration of a network and counts its costs.</summary>
    /// <exception cref="ArgumentException">
    /// The network is unknown or does not support the configuration; the message says what it requires.
    /// </exception>
    public static NetworkPlan Plan(string network, Configuration configuration, int baseResolution, NetworkEnds ends)
    {
        var design = DesignOf(network);
        var inputSize = Scaling.Scale(baseResolution, configuration.Resolution);
        if (design.WhyNot(configuration, inputSize) is { } lack)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"{network} {lack.Said}, but got dilation {configuration.Dilation}, width {configuration.Width} and ")
                + string.Create(CultureInfo.InvariantCulture, $"an input of {inputSize} pixels"));
        var layers = design.BuildLayers(configuration, inputSize, ends);
        return new(network, inputSize, ends.Classes, layers, ReceptiveField(layers)) { Initialization = design.Initialization };
    }

    /// <summary>Plans one configuration for images in red, green and blue.</summary>
    /// <inheritdoc cref="Plan(string, Configuration, int, NetworkEnds)"/>
    public static NetworkPlan Plan(string network, Configuration configuration, int baseResolution, int classes) =>
        Plan(network, configuration, baseResolution, NetworkEnds.OfColour(classes));

    /// <summary>Returns the minimum side of the network's input in pixels.</summary>
    /// <exception cref="ArgumentException">The network is unknown; the message lists the known ones.</exception>
    public static int LeastInput(string network) => DesignOf(network).LeastInput;

    internal static NetworkDesign DesignOf(string network) =>
        Designs.TryGetValue(IsFormer(network) ? Default : network, out var design) ? design : throw new ArgumentException(Unknown(network));

    /// <summary>Formats the error message for an unknown network.</summary>
    public static string Unknown(string network) => Spelling.Unknown("network", network, Names);

    /// <summary>Returns the largest receptive field in input pixels before global pooling or flattening.</summary>
    private static int ReceptiveField(ImmutableArray<LayerPlan> layers)
    {
        var fields = new Dictionary<string, (int Field, int Jump)> { [NetworkPlan.Image] = (1, 1) };
        var widest = 1;
        foreach (var layer in layers.TakeWhile(layer => layer.Kind is not (LayerKind.GlobalAveragePool or LayerKind.Flatten)))
        {
            var (field, jump) = (layer.From.Max(name => fields[name].Field), layer.From.Max(name => fields[name].Jump));
            if (layer.Kind is LayerKind.Convolution or LayerKind.MaxPool or LayerKind.AveragePool)
                (field, jump) = (field + (layer.Kernel - 1) * layer.Dilation * jump, jump * layer.Stride);
            fields[layer.Name] = (field, jump);
            widest = Math.Max(widest, field);
        }

        return widest;
    }
}
