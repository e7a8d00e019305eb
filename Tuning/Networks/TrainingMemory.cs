namespace Paretune.Tuning.Networks;

/// <summary>Predicts the device memory that a network needs, from its layers, with all values in float32.</summary>
public static class TrainingMemory
{
    // Per weight: itself, its gradient, two moments of the optimizer, and the moving average if there is one.
    private const int CopiesOfWeights = 5;

    /// <summary>
    /// Returns the bytes of a training step: the outputs of all layers, which are kept for the backward pass, the gradients of the two
    /// largest maps, and the weights with the optimizer's state.
    /// </summary>
    /// <param name="batchSize">Images per step.</param>
    public static long OfStep(NetworkPlan plan, int batchSize) =>
        sizeof(float) * ((CopiesOfWeights * plan.Parameters) + (batchSize * (plan.Layers.Sum(Values) + (2 * plan.Layers.Max(Values)))));

    /// <summary>
    /// Returns the bytes of a training step on a GPU, where a recorded step has its own maps and torch also keeps those of earlier steps.
    /// </summary>
    public static long OfRecordedStep(NetworkPlan plan, int batchSize) => 2 * OfStep(plan, batchSize);

    /// <summary>Returns the bytes of inference: the weights and two maps at a time.</summary>
    public static long OfEvaluation(NetworkPlan plan, int batchSize) =>
        sizeof(float) * (plan.Parameters + (2 * batchSize * plan.Layers.Max(Values)));

    private static long Values(LayerPlan layer) => (long)layer.Out * layer.OutputSize * layer.OutputSize;
}
