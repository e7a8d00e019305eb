using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>
/// Some rows of a network that are computed together on a CPU, forward and backward. Maps between stages are
/// [n, height, width, channels], the image is [n, channels, height, width]; all are contiguous float32, and none belongs to an autograd
/// graph.
/// </summary>
internal interface IStage
{
    /// <param name="input">
    /// It stays the caller's; what the backward pass needs of it is kept as a reference of the stage's own, unless the pass does not train.
    /// </param>
    /// <param name="isTraining">Whether norms take the batch's statistics, and a backward pass follows.</param>
    Tensor Forward(Tensor input, bool isTraining);

    /// <summary>Adds to the gradients of the stage's weights, and forgets what the forward pass kept.</summary>
    /// <param name="gradient">Of what the forward pass gave, in its layout; the stage may write over it.</param>
    /// <returns>The gradient of the input; null where the input is the image.</returns>
    Tensor? Backward(Tensor gradient);
}
