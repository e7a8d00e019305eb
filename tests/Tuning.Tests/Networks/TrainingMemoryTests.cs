using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Tests.Networks;

public sealed class TrainingMemoryTests
{
    // 3 channels of 8 x 8 to 4 of 8 x 8, and those to 2 logits: 256 and 2 values an image, 110 weights.
    private static readonly NetworkPlan Small = new("small", 8, 2,
    [
        new("first", LayerKind.Convolution, 3, 4, 3, 1, 1, 1, 8, 8, Parameters: 108, Macs: 6912, Bytes: 432),
        new("classifier", LayerKind.Linear, 4, 2, 1, 1, 1, 1, 1, 1, Parameters: 2, Macs: 8, Bytes: 8),
    ], ReceptiveField: 3);

    [Fact]
    public void A_step_keeps_all_maps_two_gradients_and_five_copies_of_the_weights() =>
        Assert.Equal(4 * ((5 * 110) + (16 * (258 + 512))), TrainingMemory.OfStep(Small, batchSize: 16));

    [Fact]
    public void A_recorded_step_keeps_its_maps_beside_those_of_the_steps_before() =>
        Assert.Equal(2 * TrainingMemory.OfStep(Small, batchSize: 16), TrainingMemory.OfRecordedStep(Small, batchSize: 16));

    [Fact]
    public void An_evaluation_keeps_two_maps() => Assert.Equal(4 * (110 + (16 * 512)), TrainingMemory.OfEvaluation(Small, batchSize: 16));
}
