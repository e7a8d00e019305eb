using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network counted from its rows, without a tensor.</summary>
/// <param name="InputSize">Side of the input in pixels, round(base · ρ).</param>
/// <param name="Layers">In the order they are computed: each stands behind those it takes its input from; the last gives the
/// logits.</param>
/// <param name="ReceptiveField">Input pixels along one side that move one output pixel before pooling.</param>
public sealed record NetworkPlan(string Network, int InputSize, int Classes, ImmutableArray<LayerPlan> Layers, int ReceptiveField)
{
    /// <summary>What a layer that takes the image itself names in <see cref="LayerPlan.From"/>.</summary>
    public const string Image = "image";

    public FirstWeights FirstWeights { get; init; }

    /// <summary>As searches from before recipes drew: those that are under way continue with the weights they began with.</summary>
    public NetworkPlan WithFormerWeights() =>
        this with { FirstWeights = Network == NetworkCatalog.Default ? FirstWeights.Torch : FirstWeights.He };

    public long Parameters => Layers.Sum(layer => layer.Parameters);
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Weights and batch-norm statistics as float32.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);
    public Cost Cost => new(Parameters, Macs, Bytes);
}

/// <summary>How the weights of convolutions and linear layers are drawn before the first step.</summary>
public enum FirstWeights
{
    /// <summary>Torch's own: uniform within ±1/√(inputs of a weight's sum), biases too. torchvision leaves shufflenet-v2 so.</summary>
    Torch,

    /// <summary>
    /// Normal with variance 2/inputs, biases 0 (He et al., "Delving deep into rectifiers", 2015), the classifier too: logits begin large,
    /// and the first loss far above that of guessing. Of searches from before recipes, in every network but dilated-separable.
    /// </summary>
    He,

    /// <summary>
    /// The same with a classifier of deviation 0.01, or less where it has more than 100 inputs. Torch's own fades from layer to layer where
    /// no batch norm lifts it: the plain networks would not learn.
    /// </summary>
    HeWithSmallClassifier,

    /// <summary>
    /// Normal with variance 2/outputs, as torch counts outputs, biases 0, and a classifier of deviation 0.01: as torchvision draws networks
    /// with batch norm.
    /// </summary>
    FanOut,
}
