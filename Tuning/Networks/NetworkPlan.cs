using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>A network with its costs, computed from its layers without creating tensors.</summary>
/// <param name="InputSize">Side of the input in pixels, round(base · ρ).</param>
/// <param name="Layers">
/// The layers in order of computation, each after the layers it takes its input from; the last one outputs the logits.
/// </param>
/// <param name="ReceptiveField">Side, in input pixels, of the area that affects one output pixel before pooling.</param>
public sealed record NetworkPlan(string Network, int InputSize, int Classes, ImmutableArray<LayerPlan> Layers, int ReceptiveField)
{
    /// <summary>The name in <see cref="LayerPlan.From"/> of a layer that takes the image itself.</summary>
    public const string Image = "image";

    public WeightInitialization Initialization { get; init; }

    /// <summary>
    /// Returns the plan with the initial weights from before recipes, so that searches started then continue as they began.
    /// </summary>
    public NetworkPlan WithFormerWeights() =>
        this with { Initialization = Network == NetworkCatalog.Default ? WeightInitialization.Torch : WeightInitialization.He };

    public long Parameters => Layers.Sum(layer => layer.Parameters);
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Bytes of weights and batch-norm statistics as float32.</summary>
    public long Bytes => Layers.Sum(layer => layer.Bytes);
    public Cost Cost => new(Parameters, Macs, Bytes);
}

/// <summary>How the initial weights of convolutions and linear layers are drawn.</summary>
public enum WeightInitialization
{
    /// <summary>Torch's default: uniform within ±1/√(inputs), biases too. torchvision uses it for shufflenet-v2.</summary>
    Torch,

    /// <summary>
    /// Normal with variance 2/inputs, biases 0 (He et al., "Delving deep into rectifiers", 2015), the classifier included. Its logits start
    /// large, so the first loss is far above that of guessing. Searches from before recipes use it for every network but dilated-separable.
    /// </summary>
    He,

    /// <summary>
    /// As <see cref="He"/>, with a classifier of standard deviation 0.01, or less if it has more than 100 inputs. With torch's default,
    /// signals shrink from layer to layer, and networks without batch norm would not learn.
    /// </summary>
    HeWithSmallClassifier,

    /// <summary>
    /// Normal with variance 2/outputs as torch counts outputs, biases 0, and a classifier of standard deviation 0.01: torchvision's
    /// initialization of networks with batch norm.
    /// </summary>
    FanOut,
}
