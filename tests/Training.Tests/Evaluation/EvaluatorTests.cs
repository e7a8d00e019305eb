using Paretune.Training.Evaluation;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Training.Tests.Loop;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Evaluation;

public sealed class EvaluatorTests
{
    public EvaluatorTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(32, 1, new[] { 32, 32, 6 })]
    [InlineData(32, 2, new[] { 16, 16, 16, 16, 6 })]
    [InlineData(1, 2, new[] { 1, 1, 1 })]
    [InlineData(1024, 1, new[] { 256, 44 })]
    public void A_batch_is_what_training_takes_at_once_and_256_countsat_most(int batchSize, int divisor, int[] expected)
    {
        var configuration = new Configuration(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, batchSize);
        var lease = new Lease(
            new(new("s"), 1), Attempt: 1, LeaseKind.Test,
            new("tiny", "dilated-separable", configuration, BaseResolution: 16, Epochs: 1, Seed: 1),
            ReportedEpochs: 0, divisor, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));
        var plan = NetworkCatalog.Plan(lease.Job.Network, configuration, lease.Job.BaseResolution, classes: 2);
        using var images = new ResidentImages(new TinyImages(test: expected.Sum()).Open("tiny"), CPU);
        using var network = PlannedNetwork.Seeded(plan, seed: 1);
        using var indices = arange(images.Test.Count);
        using var metrics = new BatchMetrics(plan.Classes, CPU);

        using var split = new Split(images.Train.Labels, lease.Job, CPU);
        using var input = new NetworkInput(images, split, plan.InputSize, lease.Job);
        var evaluator = new Evaluator(lease, network, input, images.Test, indices);
        var counts = Enumerable.Range(0, evaluator.Batches).Select(batch => evaluator.Evaluate(batch, metrics));

        Assert.Equal(expected, counts);
    }
}
