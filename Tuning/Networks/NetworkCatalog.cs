using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Networks;

/// <summary>The networks a search may name.</summary>
public static class NetworkCatalog
{
    /// <summary>What a search trains when it names no network.</summary>
    public const string Default = "dilated-separable";

    /// <summary>Costs what the default network costs and trains nothing: for trying a cluster out, and for measuring it.</summary>
    public const string Simulated = "simulated";

    private static readonly ImmutableSortedDictionary<string, Rows> Networks =
        ImmutableSortedDictionary.CreateRange<string, Rows>(StringComparer.Ordinal, [new(Default, DilatedSeparable.Layers), new(Simulated, DilatedSeparable.Layers)]);

    private delegate ImmutableArray<LayerPlan> Rows(Configuration configuration, int inputSize, int classes);

    public static ImmutableArray<string> Names { get; } = [.. Networks.Keys];

    /// <summary>Counts one configuration of a network.</summary>
    /// <exception cref="ArgumentException">The network is not known; the message names those that are.</exception>
    public static NetworkPlan Plan(string network, Configuration configuration, int baseResolution, int classes)
    {
        if (!Networks.TryGetValue(network, out var rows))
            throw new ArgumentException(Unknown(network));
        var inputSize = Scaling.Scale(baseResolution, configuration.Resolution);
        var layers = rows(configuration, inputSize, classes);
        return new(network, inputSize, classes, layers, ReceptiveField(layers));
    }

    /// <summary>What to tell someone who asked for a network that does not exist.</summary>
    public static string Unknown(string network) => Spelling.Unknown("network", network, Names);

    private static int ReceptiveField(ImmutableArray<LayerPlan> layers)
    {
        var (field, jump) = (1, 1);
        foreach (var layer in layers.Where(layer => layer.Kind == LayerKind.Convolution))
        {
            field += (layer.Kernel - 1) * layer.Dilation * jump;
            jump *= layer.Stride;
        }

        return field;
    }
}
