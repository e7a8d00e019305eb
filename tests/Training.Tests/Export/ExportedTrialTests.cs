using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Models.Onnx;
using Paretune.Models.Running;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Export;

/// <summary>The ONNX files a trial leaves, by real training on the built-in images.</summary>
public sealed class ExportedTrialTests : IClassFixture<ExportedTrialTests.Trained>
{
    private const int Seed = 5;
    private static readonly TrialId Trial = new(new("s"), 1);
    private readonly Trained trained;

    public ExportedTrialTests(Trained trained)
    {
        LibtorchLoader.Load();
        this.trained = trained;
    }

    [Fact]
    public void The_file_says_of_each_validation_image_what_torch_says()
    {
        using var file = new OnnxModel(trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 2);

        var (input, exact) = trained.Torch();
        var logits = file.Run(input, 200, 3, 16, 16);

        Assert.Equal(200 * 10, logits.Length);
        Assert.All(exact.Zip(logits), pair => Assert.InRange(pair.Second, pair.First - 1e-4, pair.First + 1e-4));
    }

    [Fact]
    public void The_trained_trial_has_the_float_file_and_says_what_it_is_worth()
    {
        var exports = trained.AfterTraining;

        var only = Assert.Single(exports.Files);
        Assert.Equal((Precision.Fp32, exports.TorchAccuracy, 200), (only.Precision, only.Accuracy, exports.Images));
        Assert.InRange(only.MaxDifference, 0, 1e-4);
        Assert.Equal(trained.Report.Accuracy, exports.TorchAccuracy);
        Assert.Equal(trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)).Length, only.Bytes);
        Assert.Equal(only.Bytes, trained.Report.Model!.FileBytes);
        Assert.Null(trained.Report.Model.Latency);
    }

    [Fact]
    public void The_file_carries_what_is_needed_to_use_it_elsewhere()
    {
        using var file = new OnnxModel(trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 1);

        var facts = ModelFacts.Read(file.Metadata);

        Assert.Equal(("dilated-separable", "shapes", 16, 32, "s/1", 1), (facts.Network, facts.Dataset, facts.InputSize, facts.ImageSize, facts.Trial, facts.Attempt));
        Assert.Equal(Trained.Lease.Job.Configuration, facts.Configuration);
        Assert.Equal(new DatasetStore("").Find("shapes")!.Classes, facts.Classes);
        Assert.All(facts.Mean, mean => Assert.InRange(mean, 20, 235));
        Assert.Equal([-1, 3, 16, 16], file.InputShape);
    }

    [Fact]
    public void The_test_of_a_front_member_leaves_files_of_all_precisions_each_timed()
    {
        var exports = trained.AfterTest;

        Assert.Equal([Precision.Fp32, Precision.Fp16, Precision.Int8], exports.Files.Select(file => file.Precision));
        Assert.All(exports.Files, file => Assert.Equal(trained.Read(TrialFile.Onnx(Trial, 1, file.Precision)).Length, file.Bytes));
        Assert.All(exports.Files, file => Assert.InRange(file.Accuracy, exports.TorchAccuracy - 0.05, exports.TorchAccuracy + 0.05));
        Assert.All(exports.Files, file => Assert.True(file.Latency is { Runs: >= 5 } latency && latency.Low <= latency.Median && latency.Median <= latency.High && latency.Low > 0));
        Assert.InRange(exports.Files[1].Bytes / (double)exports.Files[0].Bytes, 0.4, 0.75);
        Assert.Equal(512, exports.CalibrationImages);
    }

    [Fact]
    public void The_float_file_of_the_test_is_that_of_the_training_to_the_last_byte() =>
        Assert.Equal(trained.FileAfterTraining, trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)));

    /// <summary>One trial trained and tested, once for all of these.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder home = new();

        public Trained()
        {
            LibtorchLoader.Load();
            set_num_threads(2);
            using var trainer = new Trainer(new DatasetStore(home.Path), new FolderStore(home.Path), "cpu", TimeProvider.System, NullLogger<Trainer>.Instance);
            Report = trainer.Run(Lease, default).OfType<Report>().Last();
            (AfterTraining, FileAfterTraining) = (Exports(), Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)));
            _ = trainer.Run(Lease with { Attempt = 2, Kind = LeaseKind.Test, ModelAttempt = 1 }, default).OfType<TestResult>().Single();
            AfterTest = Exports();
        }

        internal static Lease Lease => new(
            Trial, Attempt: 1, LeaseKind.Train,
            new("shapes", "dilated-separable", new(Dilation: 2, Width: 0.2, Resolution: 0.5, LearningRate: 0.01, WeightDecay: 0, BatchSize: 32), 32, Epochs: 3, Seed),
            ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

        public Report Report { get; }
        public ModelExports AfterTraining { get; }
        public byte[] FileAfterTraining { get; }
        public ModelExports AfterTest { get; }

        public void Dispose() => home.Dispose();

        public byte[] Read(TrialFile file) => File.ReadAllBytes(Path.Combine(home.Path, file.Path));

        /// <summary>The validation images and torch's logits of them, from the safetensors file.</summary>
        internal (float[] Input, float[] Logits) Torch()
        {
            using var frozen = no_grad();
            using var scope = NewDisposeScope();
            using var images = new ResidentImages(new DatasetStore(home.Path).Open("shapes"), CPU);
            using var split = new Split(images.Train.Count, Seed, CPU);
            var plan = NetworkCatalog.Plan("dilated-separable", Lease.Job.Configuration, 32, classes: 10);
            using var network = PlannedNetwork.Seeded(plan, seed: 1);
            using (var file = new MemoryStream(Read(TrialFile.Model(Trial, 1))))
                network.Restore(Safetensors.Read(file).Tensors);
            network.eval();
            var input = new Augmentation(images, plan.InputSize).Plain(images.Train.Images.index_select(0, split.Validation));
            return (input.data<float>().ToArray(), network.forward(input).data<float>().ToArray());
        }

        private ModelExports Exports() => JsonSerializer.Deserialize<ModelExports>(Read(TrialFile.Exports(Trial, 1)), ParetuneJson.Options)!;
    }
}
