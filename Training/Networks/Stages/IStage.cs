using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>
/// Rows of a network that are computed together on a CPU, forward and backward. Maps between stages are [n, height, width, channels], the
/// image is [n, channels, height, width]; all are contiguous float32, and none belongs to an autograd graph.
/// </summary>
internal interface IStage
{
    /// <param name="input">Owned by the caller. In training, the stage keeps its own reference to what the backward pass needs.</param>
    /// <param name="isTraining">Whether norms use the batch's statistics and a backward pass follows.</param>
    Tensor Forward(Tensor input, bool isTraining);

    /// <summary>Adds to the gradients of the stage's weights, and releases what the forward pass kept.</summary>
    /// <param name="gradient">The gradient of the forward pass's output, in its layout; the stage may overwrite it.</param>
    /// <returns>The gradient of the input; null if the input is the image.</returns>
    Tensor? Backward(Tensor gradient);
}
