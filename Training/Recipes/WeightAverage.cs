using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// The exponential moving average of the weights (Polyak and Juditsky 1992), which is validated and saved; training continues from the
/// weights themselves. Running means and variances of norms are those of training.
/// </summary>
internal sealed class WeightAverage : IDisposable
{
    private const string ProductsName = "average.products", OffsetsName = "average.offsets", SwappedName = "average.swapped";

    private readonly FlatParameters _weights;
    private readonly double _decay;
    private readonly Tensor _products; // [elements], the average, or the weights while the average is in the network
    private readonly Tensor _offsets;

    /// <param name="decay">The factor of the average per step, 0 to 1.</param>
    public WeightAverage(FlatParameters weights, double decay)
    {
        (_weights, _decay) = (weights, decay);
        using var frozen = no_grad();
        _products = weights.Products.detach().clone().DetachFromDisposeScope();
        _offsets = weights.Offsets.detach().clone().DetachFromDisposeScope();
    }

    /// <summary>Whether the average is in the network, instead of the weights.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>The content of a checkpoint, in addition to the network's.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State =>
        [new(ProductsName, _products), new(OffsetsName, _offsets), new(SwappedName, tensor(IsSwapped ? 1f : 0f))];

    public void Restore(IReadOnlyDictionary<string, Tensor> state)
    {
        using var frozen = no_grad();
        _products.copy_(state[ProductsName]);
        _offsets.copy_(state[OffsetsName]);
        IsSwapped = state[SwappedName].item<float>() != 0;
    }

    /// <summary>Updates the average after an optimizer step.</summary>
    /// <param name="step">
    /// Step over all epochs, from 0. The first steps have a higher weight, or the average would stay close to the initial weights for long.
    /// </param>
    public void Follow(long step)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var taken = 1 - Math.Min(_decay, (1.0 + step) / (10.0 + step));
        _products.lerp_(_weights.Products, taken);
        _offsets.lerp_(_weights.Offsets, taken);
    }

    /// <summary>Puts the average into the network, or the weights back.</summary>
    public void Swap(bool isAverage)
    {
        if (isAverage == IsSwapped)
            return;
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Exchange(_weights.Products, _products);
        Exchange(_weights.Offsets, _offsets);
        IsSwapped = isAverage;
    }

    public void Dispose()
    {
        _products.Dispose();
        _offsets.Dispose();
    }

    private static void Exchange(Tensor one, Tensor other)
    {
        var kept = one.detach().clone();
        one.copy_(other);
        other.copy_(kept);
    }
}
