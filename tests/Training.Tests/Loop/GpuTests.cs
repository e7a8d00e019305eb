using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Loop;

/// <summary>What must hold on a GPU; skipped where there is none.</summary>
public sealed class GpuTests : IDisposable
{
    private const string Name = "cuda:0";
    private const int BatchSize = 16, Side = 16, Images = 160, Classes = 10;

    private readonly TemporaryFolder _home = new();

    public GpuTests()
    {
        Assert.SkipUnless(LibtorchLoader.Load().Devices.Count > 0, "there is no GPU");
        CudaGraphCalls.Found?.UseOwnStream(0);
    }

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_recorded_step_has_the_gradient_of_one_that_is_not(int dilation)
    {
        const int Step = 6;
        using var images = new ResidentImages(Noise(), device(Name));
        using var recorded = Attempt(images, Name, dilation);
        using var plain = Attempt(images, Name, dilation);
        recorded.Begin(epoch: 1);
        plain.Begin(epoch: 1);

        for (var step = 0; step <= Step; step++)
            recorded.Step(step);
        plain.Step(Step);

        using var scope = NewDisposeScope();
        var (expected, gradient) = (Gradient(plain), Gradient(recorded));
        Assert.True(CudaGraphCalls.Found is not null, CudaGraphCalls.Missing);
        Assert.True(expected.norm().item<float>() > 0.01);
        Assert.InRange((gradient - expected).norm().item<float>() / expected.norm().item<float>(), 0, 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_epoch_has_the_loss_it_has_on_a_processor(int dilation)
    {
        Assert.Equal(TrainLoss("cpu", dilation), TrainLoss(Name, dilation), 0.01);
    }

    [Fact]
    public void A_trial_stopped_after_an_epoch_goes_on_with_the_same_figures()
    {
        var straight = Reports("straight", attempt: 1, reported: 0, take: 3);

        var before = Reports("stopped", attempt: 1, reported: 0, take: 2);
        var after = Reports("stopped", attempt: 2, reported: 2, take: 1);

        Assert.Equal(straight[..2], before);
        Assert.Equal(straight[2].Loss, after[0].Loss, 0.01);
    }

    private static double TrainLoss(string name, int dilation)
    {
        using var images = new ResidentImages(Noise(), device(name));
        using var attempt = Attempt(images, name, dilation);
        attempt.Begin(epoch: 1);
        for (var step = 0; step < attempt.Steps; step++)
            attempt.Step(step);
        for (var batch = 0; batch < attempt.ValidationBatches; batch++)
            attempt.Validate(batch);
        return attempt.Metrics().TrainLoss;
    }

    private static Tensor Gradient(NetworkAttempt attempt) => cat([.. attempt.Optimiser.parameters().Select(weight => weight.grad!)]);

    private static NetworkAttempt Attempt(ResidentImages images, string name, int dilation) => new(
        Lease("noise", "s", attempt: 1, reported: 0, dilation, learningRate: 1e-12), images, device(name),
        new(new(), TimeProvider.System, NullLogger.Instance), NullLogger.Instance);

    private static Lease Lease(string dataset, string search, int attempt, int reported, int dilation, double learningRate) => new(
        new(new(search), 1), attempt, LeaseKind.Train,
        new(dataset, "dilated-separable", new(dilation, Width: 0.25, Resolution: 1, learningRate, WeightDecay: 0, BatchSize), Side,
            Epochs: 3, Seed: 5),
        reported, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", Name, "1"));

    private List<(double Loss, double Accuracy)> Reports(string search, int attempt, int reported, int take)
    {
        using var device = new TrainingDevice(new TinyImages(), Name);
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(_home.Path)), new FolderStore(_home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        return [
            .. trainer.Run(Lease("tiny", search, attempt, reported, dilation: 1, learningRate: 0.003), default).OfType<Report>()
                .Take(take).Select(report => (report.TrainLoss, report.Accuracy)),
        ];
    }

    private static ImageData Noise()
    {
        var random = new Random(1);
        var pixels = new byte[Images * 3 * Side * Side];
        random.NextBytes(pixels);
        var split = new ImageSplit(pixels, [.. Enumerable.Range(0, Images).Select(_ => (byte)random.Next(Classes))]);
        return new(
            new("noise", [.. Enumerable.Range(0, Classes).Select(one => $"class {one}")], Side, Images, Images), split, split);
    }
}
