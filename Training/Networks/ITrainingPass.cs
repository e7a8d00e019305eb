using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A forward pass of a network in training.</summary>
internal interface ITrainingPass
{
    /// <summary>[n, classes]. Compute a loss from the logits, take its gradient, then call <see cref="Backward"/>.</summary>
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
