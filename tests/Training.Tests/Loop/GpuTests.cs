using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;
using Paretune.Tuning.Rates;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Loop;

/// <summary>Requirements on a GPU; skipped without one.</summary>
public sealed class GpuTests : IDisposable
{
    private const string Name = "cuda:0";
    private const int BatchSize = 16, Side = 16, Images = 160, Classes = 10;

    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _home = new();

    public GpuTests(ITestOutputHelper output)
    {
        _output = output;
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
    public void A_recorded_step_in_bf16_has_a_gradient_near_that_in_fp32(int dilation)
    {
        const int Step = 6;
        using var images = new ResidentImages(Noise(), device(Name));
        using var rounded = Attempt(images, Name, dilation, TrainingPrecision.Bf16);
        using var exact = Attempt(images, Name, dilation);
        rounded.Begin(epoch: 1);
        exact.Begin(epoch: 1);

        for (var step = 0; step <= Step; step++)
            rounded.Step(step);
        exact.Step(Step);

        using var scope = NewDisposeScope();
        var (expected, gradient) = (Gradient(exact), Gradient(rounded));
        Assert.Equal((TrainingPrecision.Bf16, ScalarType.Float32), (rounded.Precision, gradient.dtype));
        Assert.InRange(nn.functional.cosine_similarity(expected, gradient, dim: 0).item<float>(), 0.9f, 1);
    }

    [Fact]
    public void A_trial_leaves_an_onnx_file_that_does_what_its_network_does()
    {
        using var shared = new TrainingDevice(new TinyImages(), Name);

        var reports = TinyTrial.Trainer(shared, _home.Path).Run(TinyTrial.Lease(trial: 1), default).OfType<Report>();

        Assert.Equal(TinyTrial.Epochs, reports.Count());

        Assert.True(File.Exists(Path.Combine(_home.Path, TrialFile.Onnx(new(new("s"), 1), 1, Precision.Fp32).Path)));
    }

    [Fact]
    public void Measuring_what_to_compute_in_leaves_the_network_as_it_was()
    {
        using var images = new ResidentImages(Noise(), device(Name));
        using var measured = Attempt(images, Name, dilation: 1, TrainingPrecision.Auto);
        using var plain = Attempt(images, Name, dilation: 1);

        using var scope = NewDisposeScope();
        Assert.NotEqual(TrainingPrecision.Auto, measured.Precision);
        Assert.All(plain.Model.state_dict(), entry =>
            Assert.True(entry.Value.equal(measured.Model.state_dict()[entry.Key]).all().item<bool>(), entry.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_epoch_has_the_loss_it_has_on_a_processor(int dilation)
    {
        Assert.Equal(TrainLoss("cpu", dilation), TrainLoss(Name, dilation), 0.01);
    }

    [Theory]
    [InlineData(TrainingPrecision.Fp32)]
    [InlineData(TrainingPrecision.Bf16)]
    public void A_trial_stopped_after_an_epoch_goes_on_with_the_same_figures(TrainingPrecision precision)
    {
        using var device = new TrainingDevice(new TinyImages(), Name);
        var straight = Reports(device, "straight", attempt: 1, reported: 0, take: 3, precision);

        var before = Reports(device, "stopped", attempt: 1, reported: 0, take: 2, precision);
        var after = Reports(device, "stopped", attempt: 2, reported: 2, take: 1, precision);

        Assert.Equal(straight[1].TrainLoss, before[1].TrainLoss, 0.01);
        Assert.Equal(straight[2].TrainLoss, after[0].TrainLoss, 0.01);
        Assert.All([.. straight, .. before, .. after], report => Assert.Equal(precision, report.Machine!.Precision));
        _output.WriteLine(string.Join(' ', straight.Concat(before).Concat(after).Select(report => report.TrainLoss.ToString("R"))));
    }

    [Fact]
    public void A_trial_that_resumes_keeps_what_it_was_trained_in_whatever_is_faster_now()
    {
        using var device = new TrainingDevice(new TinyImages(), Name);
        var before = Reports(device, "kept", attempt: 1, reported: 0, take: 1, TrainingPrecision.Bf16);

        var after = Reports(device, "kept", attempt: 2, reported: 1, take: 1, TrainingPrecision.Auto);

        Assert.Equal(before[0].Machine, after[0].Machine);
    }

    [Fact]
    public void Two_trials_at_once_have_the_figures_that_each_has_alone()
    {
        using var device = new TrainingDevice(new TinyImages(), Name);
        var alone = ((string[])["a", "b"]).Select(search => Reports(device, search, attempt: 1, reported: 0, take: 3)).ToList();
        var together = new List<Report>[2];

        var threads = ((string[])["c", "d"]).Select((search, i) => new Thread(() =>
        {
            CudaGraphCalls.Found?.UseOwnStream(0);
            together[i] = Reports(device, search, attempt: 1, reported: 0, take: 3);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(alone[0][2].TrainLoss, alone[1][2].TrainLoss, 0.01);
        Assert.All(together, reports => Assert.Equal(alone[0][2].TrainLoss, reports[2].TrainLoss, 0.01));
        _output.WriteLine(string.Join(' ', alone.Concat(together).Select(reports => reports[2].TrainLoss.ToString("R"))));
    }

    [Fact]
    public void A_rate_test_on_a_thread_of_its_own_has_a_loss_at_each_step()
    {
        var job = Lease("tiny", "s", attempt: 1, reported: 0, dilation: 1, learningRate: 0.003, TrainingPrecision.Fp32).Job;
        List<RatePoint> points = [];

        var thread = new Thread(() => points.AddRange(
            new RateSweep(new TinyImages(), Name, TimeProvider.System, NullLogger.Instance).Run(job, new(1e-5, 0.1, 10), default)));
        thread.Start();
        thread.Join();

        Assert.Equal(10, points.Count);
        Assert.All(points, point => Assert.True(double.IsFinite(point.Loss)));
    }

    [Fact]
    public void A_thread_without_a_stream_of_its_own_records_nothing()
    {
        var isRecorded = true;

        var thread = new Thread(() =>
        {
            using var graph = CudaGraph.Record(() => { });
            isRecorded = graph is not null;
        });
        thread.Start();
        thread.Join();

        Assert.False(isRecorded);
    }

    [Fact]
    public void What_the_process_holds_on_the_device_is_reported()
    {
        using var device = new TrainingDevice(new TinyImages(), Name);

        var report = Reports(device, "held", attempt: 1, reported: 0, take: 1)[0];

        _output.WriteLine($"{report.PeakDeviceMemoryBytes >> 20} MiB of {TrainingDevice.BytesOf(Name) >> 20} MiB");
        var use = NvmlMemory.Open(CudaGraphCalls.Found!.BusOf(0))!.Use!;
        // The driver reserves some of the memory that it counts: 480 MiB of an H100's 81,559.
        Assert.InRange(use.Total, TrainingDevice.BytesOf(Name)!.Value, 1.02 * TrainingDevice.BytesOf(Name)!.Value);
        Assert.InRange(use.Busy, 0, 1);
        Assert.InRange(report.PeakDeviceMemoryBytes, 1 << 20, TrainingDevice.BytesOf(Name)!.Value);
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

    private static NetworkAttempt Attempt(
        ResidentImages images, string name, int dilation, TrainingPrecision precision = TrainingPrecision.Fp32)
    {
        var attempt = new NetworkAttempt(
            Lease("noise", "s", attempt: 1, reported: 0, dilation, learningRate: 1e-12, precision), images, device(name),
            new(new(), TimeProvider.System, NullLogger.Instance), NullLogger.Instance);
        attempt.Settle(before: null);
        return attempt;
    }

    private static Lease Lease(
        string dataset, string search, int attempt, int reported, int dilation, double learningRate, TrainingPrecision precision) => new(
        new(new(search), 1), attempt, LeaseKind.Train,
        new(dataset, "dilated-separable", new(dilation, Width: 0.25, Resolution: 1, learningRate, WeightDecay: 0, BatchSize), Side,
            Epochs: 3, Seed: 5)
        { Precision = precision },
        reported, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", Name, "1"));

    private List<Report> Reports(
        TrainingDevice device, string search, int attempt, int reported, int take, TrainingPrecision precision = TrainingPrecision.Fp32)
    {
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(_home.Path)), new FolderStore(_home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        return [
            .. trainer.Run(Lease("tiny", search, attempt, reported, dilation: 1, learningRate: 0.003, precision), default)
                .OfType<Report>().Take(take),
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
