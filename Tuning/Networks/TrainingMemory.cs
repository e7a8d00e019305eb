namespace Paretune.Tuning.Networks;

/// <summary>What a network needs of a device's memory, predicted from its rows: float32 throughout.</summary>
public static class TrainingMemory
{
    // A weight, its gradient, two moments, and its average where one is kept.
    private const int CopiesOfWeights = 5;

    /// <summary>
    /// Bytes while it trains: every layer's output waits for the backward pass, beside the gradients of the two largest maps and the
    /// weights with all that the optimiser keeps of them.
    /// </summary>
    /// <param name="batchSize">Images at a time.</param>
    public static long OfStep(NetworkPlan plan, int batchSize) =>
        sizeof(float) * ((CopiesOfWeights * plan.Parameters) + (batchSize * (plan.Layers.Sum(Values) + (2 * plan.Layers.Max(Values)))));

    /// <summary>
    /// Bytes on a GPU, where a step that was recorded keeps its maps for itself, and torch keeps those of the steps before it.
    /// </summary>
    public static long OfRecordedStep(NetworkPlan plan, int batchSize) => 2 * OfStep(plan, batchSize);

    /// <summary>Bytes while it only answers: the weights and two maps at a time.</summary>
    public static long OfEvaluation(NetworkPlan plan, int batchSize) =>
        sizeof(float) * (plan.Parameters + (2 * batchSize * plan.Layers.Max(Values)));

    private static long Values(LayerPlan layer) => (long)layer.Out * layer.OutputSize * layer.OutputSize;
}
