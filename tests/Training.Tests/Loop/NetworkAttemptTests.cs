using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Loop;

public sealed class NetworkAttemptTests
{
    // An odd batch, so that its two parts differ in size.
    private const int BatchSize = 9;

    public NetworkAttemptTests() => LibtorchLoader.Load();

    [Fact]
    public void A_step_in_micro_batches_has_the_gradient_of_the_whole_batch()
    {
        using var scope = NewDisposeScope();
        using var images = new ResidentImages(Black(), CPU);

        var whole = FirstStep(images, microBatchDivisor: 1);
        var halves = FirstStep(images, microBatchDivisor: 2);

        Assert.Equal(whole.Step, halves.Step);
        Assert.Equal((whole.Steps, BatchSize), (halves.Steps, whole.Step.Examples));
        Assert.True(whole.Gradient.abs().sum().item<float>() > 0.01);
        Assert.True(halves.Gradient.allclose(whole.Gradient, rtol: 1e-4, atol: 1e-6));
    }

    private static (int Steps, (long Examples, double LearningRate) Step, Tensor Gradient) FirstStep(
        ResidentImages images, int microBatchDivisor)
    {
        var lease = new Lease(
            new(new("s"), 1), Attempt: 1, LeaseKind.Train,
            new("black", "dilated-separable", new(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, BatchSize),
                16, Epochs: 1, Seed: 5),
            ReportedEpochs: 0, microBatchDivisor, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));
        using var attempt = new NetworkAttempt(
            lease, images, CPU, new(new(), TimeProvider.System, NullLogger.Instance), NullLogger.Instance);
        attempt.Begin(epoch: 1);
        var step = attempt.Step(0);
        return (attempt.Steps, step, cat([.. attempt.Optimiser.parameters().Select(weight => weight.grad!)]));
    }

    /// <summary>
    /// Equal images, so that neither batch norm nor a crop distinguishes the parts of a batch; only their classes differ.
    /// </summary>
    private static ImageData Black()
    {
        const int Count = 40, Size = 16;
        var split = new ImageSplit(
            new byte[Count * 3 * Size * Size], [.. Enumerable.Range(0, Count).Select(image => (byte)(image % 3 == 0 ? 1 : 0))]);
        return new(new("black", ["one", "other"], Size, Count, Count), split, split);
    }
}
