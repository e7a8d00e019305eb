using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Models.Cards;
using Paretune.Models.Images;
using Paretune.Models.Onnx;
using Paretune.Models.Running;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Training.Trainers;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Export;

/// <summary>The ONNX files of a trial, from real training on the built-in images.</summary>
public sealed class ExportedTrialTests : IClassFixture<ExportedTrialTests.Trained>
{
    private const int Seed = 5;
    private static readonly TrialId Trial = new(new("s"), 1);
    private readonly Trained _trained;

    public ExportedTrialTests(Trained trained)
    {
        LibtorchLoader.Load();
        _trained = trained;
    }

    [Fact]
    public void The_file_says_of_each_validation_image_what_torch_says()
    {
        using var file = new OnnxModel(_trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 2);

        var (input, exact) = _trained.Torch();
        var logits = file.Run(input, 200, 3, 16, 16);

        Assert.Equal(200 * 10, logits.Length);
        Assert.All(exact.Zip(logits), pair => Assert.InRange(pair.Second, pair.First - 1e-4, pair.First + 1e-4));
    }

    [Fact]
    public void The_trained_trial_has_the_float_file_and_says_what_it_is_worth()
    {
        var exports = _trained.AfterTraining;

        var only = Assert.Single(exports.Files);
        Assert.Equal((Precision.Fp32, exports.TorchAccuracy, 200), (only.Precision, only.Accuracy, exports.Images));
        Assert.InRange(only.MaxDifference, 0, 1e-4);
        Assert.Equal(_trained.Report.Accuracy, exports.TorchAccuracy);
        Assert.Equal(_trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)).Length, only.Bytes);
        Assert.Equal(only.Bytes, _trained.Report.Model!.FileBytes);
        Assert.Null(_trained.Report.Model.Latency);
    }

    [Fact]
    public void The_weights_alone_have_the_names_and_the_facts_of_the_onnx_file()
    {
        using var onnx = new OnnxModel(_trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 1);
        var (weights, facts) = Safetensors.Read(new MemoryStream(_trained.Read(TrialFile.Model(Trial, 1))));

        Assert.Contains("fc.weight", weights.Keys);
        Assert.DoesNotContain("fc.fc.weight", weights.Keys);
        Assert.Equal(["trial"], onnx.Metadata.Keys.Except(facts.Keys));
        Assert.Equal(onnx.Metadata["seed"], facts["seed"]);
    }

    [Fact]
    public void Each_smaller_file_says_on_how_many_images_it_gives_the_answer_of_fp32() =>
        Assert.All(_trained.AfterTest.Files, file => Assert.InRange(file.Agreement!.Value, file.Precision == Precision.Fp32 ? 1 : 0.9, 1));

    [Fact]
    public void The_file_carries_what_is_needed_to_use_it_elsewhere()
    {
        using var file = new OnnxModel(_trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 1);

        var facts = ModelFacts.Read(file.Metadata);

        Assert.Equal(
            ("dilated-separable", "shapes", 16, 32, "s/1"), (facts.Network, facts.Dataset, facts.InputSize, facts.ImageSize, facts.Trial));
        Assert.Equal(Trained.Lease.Job.Configuration, facts.Configuration);
        Assert.Equal(new DatasetStore("").Find("shapes")!.Classes, facts.Classes);
        Assert.All(facts.Mean, mean => Assert.InRange(mean, 20, 235));
        Assert.Equal([-1, 3, 16, 16], file.InputShape);
    }

    [Fact]
    public void The_test_of_a_front_member_leaves_files_of_all_precisions_each_timed()
    {
        var exports = _trained.AfterTest;

        Assert.Equal([Precision.Fp32, Precision.Fp16, Precision.Int8], exports.Files.Select(file => file.Precision));
        Assert.All(exports.Files, file => Assert.Equal(_trained.Read(TrialFile.Onnx(Trial, 1, file.Precision)).Length, file.Bytes));
        Assert.All(exports.Files, file => Assert.InRange(file.Accuracy, exports.TorchAccuracy - 0.05, exports.TorchAccuracy + 0.05));
        Assert.All(
            exports.Files,
            file => Assert.True(
                file.Latency is { Runs: >= 5 } latency && latency.Low <= latency.Median && latency.Median <= latency.High
                    && latency.Low > 0));
        Assert.InRange(exports.Files[1].Bytes / (double)exports.Files[0].Bytes, 0.4, 0.75);
        Assert.Equal(512, exports.CalibrationImages);
    }

    [Fact]
    public void The_float_file_of_the_test_is_that_of_the_training_to_the_last_byte() =>
        Assert.Equal(_trained.FileAfterTraining, _trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)));

    [Fact]
    public void A_search_that_compares_latencies_gets_that_of_the_file_it_names()
    {
        using var home = new TemporaryFolder();
        using var device = new TrainingDevice(new DatasetStore(home.Path), "cpu");
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(home.Path)), new FolderStore(home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        var lease = Trained.Lease with { Job = Trained.Lease.Job with { Latency = Precision.Int8, Epochs = 1 } };

        var figures = trainer.Run(lease, default).OfType<Report>().Single().Model!;

        Assert.Equal(Precision.Int8, figures.Latency!.Precision);
        Assert.True(figures.Latency.Median > 0);
        Assert.Equal(new FileInfo(Path.Combine(home.Path, TrialFile.Onnx(Trial, 1, Precision.Fp32).Path)).Length, figures.FileBytes);
        Assert.True(File.Exists(Path.Combine(home.Path, TrialFile.Onnx(Trial, 1, Precision.Int8).Path)));
    }

    [Fact]
    public void A_trial_that_was_disturbed_leaves_the_same_file_to_the_last_bit()
    {
        using var home = new TemporaryFolder();
        using var device = new TrainingDevice(new DatasetStore(home.Path), "cpu");
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(home.Path)), new FolderStore(home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        _ = trainer.Run(Trained.Lease, default).OfType<Report>().First();

        var report = trainer.Run(Trained.Lease with { Attempt = 2, ReportedEpochs = 1 }, default).OfType<Report>().Last();

        Assert.Equal(_trained.Report.Model, report.Model);
        Assert.Equal(_trained.FileAfterTraining, File.ReadAllBytes(Path.Combine(home.Path, TrialFile.Onnx(Trial, 2, Precision.Fp32).Path)));
    }

    [Fact]
    public void An_image_is_prepared_for_the_file_as_training_prepared_it()
    {
        using var file = new OnnxModel(_trained.Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)), threads: 1);
        using var labels = zeros(2000, ScalarType.Int64);
        using var split = new Split(labels, Trained.Lease.Job, CPU);
        var (first, facts) = (split.Validation[0].item<long>(), ModelFacts.Read(file.Metadata));
        var planes = new DatasetStore("").Open("shapes").Train.Pixels.AsSpan((int)first * 3 * 32 * 32, 3 * 32 * 32);

        var input = ModelInput.Compute(planes, facts);

        Assert.Equal(_trained.Torch().Input[..(3 * 16 * 16)], input, (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void The_card_tells_of_the_test_images_once_they_were_used_and_of_the_validation_images_before()
    {
        Assert.Contains("## Accuracy per class (validation images)", _trained.CardAfterTraining, StringComparison.Ordinal);
        Assert.DoesNotContain("| test", _trained.CardAfterTraining, StringComparison.Ordinal);

        var card = Encoding.UTF8.GetString(_trained.Read(TrialFile.Card(Trial, 1)));

        Assert.Contains(
            $"| test, used once, after all choices | {Wilson.From((int)Math.Round(_trained.TestAccuracy * 500), 500)} | 500 |",
            card, StringComparison.Ordinal);
        Assert.Contains("## Confusion (test images)", card, StringComparison.Ordinal);
        Assert.Contains(
            $"| int8 | {_trained.AfterTest.Files[2].Bytes.ToString("N0", CultureInfo.InvariantCulture)} |", card, StringComparison.Ordinal);
    }

    /// <summary>One trial, trained and tested once for all tests.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _home = new();

        public Trained()
        {
            LibtorchLoader.Load();
            set_num_threads(2);
            using var device = new TrainingDevice(new DatasetStore(_home.Path), "cpu");
            var trainer = new Trainer(
                device, new TrainerLoader(new TrainerStore(_home.Path)), new FolderStore(_home.Path), TimeProvider.System,
                NullLogger<Trainer>.Instance);
            Report = trainer.Run(Lease, default).OfType<Report>().Last();
            (AfterTraining, FileAfterTraining) = (Exports(), Read(TrialFile.Onnx(Trial, 1, Precision.Fp32)));
            CardAfterTraining = Encoding.UTF8.GetString(Read(TrialFile.Card(Trial, 1)));
            TestAccuracy = trainer.Run(Lease with { Attempt = 2, Kind = LeaseKind.Test, ModelAttempt = 1 }, default).OfType<TestResult>()
                .Single().Accuracy;
            AfterTest = Exports();
        }

        internal static Lease Lease => new(
            Trial, Attempt: 1, LeaseKind.Train,
            new("shapes", "dilated-separable", new(
                Dilation: 2, Width: 0.2, Resolution: 0.5, LearningRate: 0.01, WeightDecay: 0, BatchSize: 32), 32, Epochs: 3, Seed),
            ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

        public Report Report { get; }
        public ModelExports AfterTraining { get; }
        public byte[] FileAfterTraining { get; }
        public string CardAfterTraining { get; }
        public double TestAccuracy { get; }
        public ModelExports AfterTest { get; }

        public void Dispose() => _home.Dispose();

        public byte[] Read(TrialFile file) => File.ReadAllBytes(Path.Combine(_home.Path, file.Path));

        /// <summary>Returns the validation images and torch's logits for them, from the safetensors file.</summary>
        internal (float[] Input, float[] Logits) Torch()
        {
            using var frozen = no_grad();
            using var scope = NewDisposeScope();
            using var images = new ResidentImages(new DatasetStore(_home.Path).Open("shapes"), CPU);
            using var split = new Split(images.Train.Labels, Lease.Job, CPU);
            var plan = NetworkCatalog.Plan("dilated-separable", Lease.Job.Configuration, 32, classes: 10);
            using var network = PlannedNetwork.Seeded(plan, seed: 1);
            using (var file = new MemoryStream(Read(TrialFile.Model(Trial, 1))))
                network.Restore(Safetensors.Read(file).Tensors);
            network.eval();
            using var prepared = new NetworkInput(images, split, plan.InputSize, Lease.Job);
            var input = prepared.From(images.Train.Images.index_select(0, split.Validation));
            return (input.data<float>().ToArray(), network.forward(input).data<float>().ToArray());
        }

        private ModelExports Exports() =>
            JsonSerializer.Deserialize<ModelExports>(Read(TrialFile.Exports(Trial, 1)), ParetuneJson.Options)!;
    }
}
