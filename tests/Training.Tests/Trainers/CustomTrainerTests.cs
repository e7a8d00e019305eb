using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Testing;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using Paretune.Training.Trainers;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Trainers;

/// <summary>The example of a custom trainer, loaded from a home as a worker does, trained on real lines of text.</summary>
public sealed class CustomTrainerTests : IDisposable
{
    private const int Epochs = 3, Channels = 8, Kernel = 3, Languages = 3;
    private readonly TemporaryFolder _home = new();

    public CustomTrainerTests()
    {
        LibtorchLoader.Load();
        set_num_threads(2);
        ExampleTrainer.Install(_home.Path);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void It_learns_and_every_report_says_what_its_model_costs()
    {
        var reports = Run(Lease("s")).OfType<Report>().ToList();

        // An embedding of 256 bytes, one convolution and a classifier, both with biases.
        const long parameters = 256 * Channels + Channels * Channels * Kernel + Channels + Channels * Languages + Languages;
        Assert.Equal([1, 2, 3], reports.Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal(new Cost(parameters, 0, parameters * sizeof(float)), report.Model!.Cost));
        Assert.InRange(reports[^1].Accuracy, 0.8, 1);
        Assert.True(reports[^1].ValidationLoss < reports[0].ValidationLoss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Stopped_after_any_epoch_it_goes_on_with_the_same_numbers_to_the_last_bit(int stoppedAfter)
    {
        var straight = Run(Lease("straight")).OfType<Report>().Select(Figures).ToList();

        var before = Run(Lease("stopped")).OfType<Report>().Take(stoppedAfter).Select(Figures).ToList();
        // Other use of torch's generators in between must not matter.
        rand(3).Dispose();
        var after = Run(Lease("stopped", attempt: 2, reported: stoppedAfter)).OfType<Report>().Select(Figures).ToList();

        Assert.Equal(straight, before.Concat(after));
        Assert.Equal(File.ReadAllBytes(Model("straight", 1)), File.ReadAllBytes(Model("stopped", 2)));
    }

    [Fact]
    public void A_report_lost_between_checkpoint_and_ledger_is_given_again()
    {
        var first = Run(Lease("s")).OfType<Report>().Take(2).Select(Figures).ToList();

        var again = Run(Lease("s", attempt: 2, reported: 1)).OfType<Report>().ToList();

        Assert.Equal([2, 3], again.Select(report => report.Epoch));
        Assert.Equal(first[1], Figures(again[0]));
    }

    [Fact]
    public void Its_kept_model_is_a_file_of_its_own_and_is_judged_once_more_on_what_it_never_saw()
    {
        var last = Run(Lease("s")).OfType<Report>().Last();
        using var file = File.OpenRead(Model("s", 1));
        var (tensors, metadata) = Safetensors.Read(file);

        var result = Assert.IsType<TestResult>(
            Run(Lease("s", attempt: 2, reported: Epochs) with { Kind = LeaseKind.Test, ModelAttempt = 1 }).Last());

        Assert.Equal([256L, Channels], tensors["embedding.weight"].shape);
        Assert.Equal((ExampleTrainer.Name, "code-lines"), (metadata["trainer"], metadata["dataset"]));
        Assert.InRange(result.Accuracy, 0.7, 1);
        Assert.NotEqual(last.Accuracy, result.Accuracy);
        tensors.Dispose();
    }

    [Theory]
    [InlineData(100, null, "parameters, over the limit of 100")]
    [InlineData(null, 1000, "bytes, over the limit of 1000")]
    public void A_model_over_the_limits_is_not_trained(int? parameters, int? bytes, string said)
    {
        var lease = Lease("s");
        lease = lease with { Job = lease.Job with { Limits = new(parameters, Bytes: bytes) } };

        var over = Assert.Throws<OverLimitsException>(() => Run(lease).Count());

        Assert.Contains(said, over.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_home.Path, "*.ckpt", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_it_refuses_is_said_in_its_own_words()
    {
        var lease = Lease("s");
        lease = lease with { Job = lease.Job with { Configuration = Set(lease.Job.Configuration, "kernel", 2) } };

        Assert.Equal(
            "kernel must be odd, so that a byte has as many to its left as to its right, but is 2",
            Assert.Throws<ArgumentException>(() => Run(lease).Count()).Message);
    }

    [Fact]
    public void Nothing_of_a_training_stays_in_memory()
    {
        CollectTensors();
        var alive = new List<long>();
        foreach (var signal in Run(Lease("s")))
            if (signal is Report)
                alive.Add(Tensor.TotalCount);

        // The first epoch creates the optimizer's moments and the best model; after that, no more tensors may stay alive or wait for the
        // garbage collector.
        Assert.Equal(alive[1], alive[^1]);
        var left = Tensor.TotalCount;
        CollectTensors();
        Assert.Equal(Tensor.TotalCount, left);
    }

    private IEnumerable<Signal> Run(Lease lease)
    {
        using var device = new TrainingDevice(new DatasetStore(_home.Path), "cpu");
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(_home.Path)), new FolderStore(_home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        foreach (var signal in trainer.Run(lease, default))
            yield return signal;
    }

    private static void CollectTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private string Model(string search, int attempt) => Path.Combine(_home.Path, TrialFile.Model(new(new(search), 1), attempt).Path);

    private static (double, double, double, double) Figures(Report report) =>
        (report.TrainLoss, report.TrainAccuracy, report.ValidationLoss, report.Accuracy);

    private static Configuration Set(Configuration one, string name, double value) =>
        one with { Hyperparameters = one.Hyperparameters!.SetItem(name, value) };

    private static Lease Lease(string search, int attempt = 1, int reported = 0) => new(
        new(new(search), 1), attempt, LeaseKind.Train,
        new(ExampleTrainer.Name, ExampleTrainer.Name, new(1, 1, 1, LearningRate: 0.01, WeightDecay: 0, BatchSize: 64)
        {
            Hyperparameters = ImmutableSortedDictionary<string, HyperparameterValue>.Empty
                .Add("channels", Channels).Add("layers", 1).Add("kernel", Kernel).Add("pooling", "max").Add("dropout", 0.2),
        }, BaseResolution: 32, Epochs, Seed: 5)
        { Trainer = ExampleTrainer.Name },
        reported, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));
}
