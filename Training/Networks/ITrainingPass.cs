using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A forward pass of a network that trains.</summary>
internal interface ITrainingPass
{
    /// <summary>[n, classes]; a loss is computed from them and its gradient taken, and then <see cref="Backward"/> is called.</summary>
    Tensor Logits { get; }

    /// <summary>Propagates the gradient of the logits to the weights.</summary>
    void Backward();
}

/// <summary>A pass whose gradients are computed by torch.</summary>
internal sealed record TorchPass(Tensor Logits) : ITrainingPass
{
    public void Backward()
    {
    }
}
