using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Models.Onnx;
using Paretune.Models.Running;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;

namespace Paretune.Training.Tests.Loop;

/// <summary>Real training on datasets other than a few balanced classes in colour.</summary>
public sealed class DatasetKindsTests : IDisposable
{
    private const int Size = 16;
    private static readonly TrialId Trial = new(new("s"), 1);
    private readonly TemporaryFolder _home = new();

    public DatasetKindsTests()
    {
        LibtorchLoader.Load();
        TorchSharp.torch.set_num_threads(2);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Grey_images_train_and_export_a_network_of_one_channel()
    {
        var report = Train(new Drawn(channels: 1, counts: [100, 100]), epochs: 2);

        using var model = new OnnxModel(File.ReadAllBytes(PathOf(TrialFile.Onnx(Trial, 1, Precision.Fp32))), threads: 1);
        var facts = ModelFacts.Read(model.Metadata);
        Assert.Equal(1, model.InputShape[1]);
        Assert.Equal((1, "grey"), (facts.Channels, facts.Colours));
        Assert.NotNull(report.Model!.FileBytes);
        Assert.Null(report.Balanced);
        Assert.Contains("convert(\"L\")", File.ReadAllText(PathOf(TrialFile.Card(Trial, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Unbalanced_classes_have_a_balanced_accuracy()
    {
        var report = Train(new Drawn(channels: 3, counts: [160, 40]), epochs: 1);

        Assert.Equal(report.ClassAccuracy.Average(), report.Balanced!.Value, 12);
    }

    [Fact]
    public void Of_very_many_classes_nothing_is_listed_class_by_class()
    {
        const int Classes = 1100;

        var report = Train(new Drawn(channels: 1, counts: [.. Enumerable.Repeat(2, Classes)]), epochs: 1);

        var evaluation = JsonSerializer.Deserialize<TrialEvaluation>(
            File.ReadAllBytes(PathOf(TrialFile.Evaluation(Trial, 1))), ParetuneJson.Options)!;
        Assert.Empty(report.ClassAccuracy);
        Assert.Empty(evaluation.Confusion);
        Assert.Equal(Classes, evaluation.Classes.Length);
        Assert.Contains("The 200 of 1,100 classes with the lowest accuracy", File.ReadAllText(PathOf(TrialFile.Card(Trial, 1))),
            StringComparison.Ordinal);
    }

    private Report Train(IImageSource images, int epochs)
    {
        using var device = new TrainingDevice(images, "cpu");
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(_home.Path)), new FolderStore(_home.Path), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        var lease = new Lease(
            Trial, Attempt: 1, LeaseKind.Train,
            new("drawn", "dilated-separable",
                new(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, BatchSize: 64), Size, epochs, Seed: 5),
            ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));
        return trainer.Run(lease, default).OfType<Report>().Last();
    }

    private string PathOf(TrialFile file) => Path.Combine(_home.Path, file.Path);

    /// <summary>Noise whose brightness increases with the class.</summary>
    private sealed class Drawn(int channels, int[] counts) : IImageSource
    {
        public string Identity(string dataset) => dataset;

        public ImageData Open(string dataset)
        {
            ushort[] labels = [.. counts.Index().SelectMany(one => Enumerable.Repeat((ushort)one.Index, one.Item))];
            var (bytes, random) = (channels * Size * Size, new Random(1));
            byte[] pixels = [.. labels.SelectMany(label => Enumerable.Range(0, bytes).Select(_ =>
                (byte)(random.Next(60) + 190 * label / counts.Length)))];
            var split = new ImageSplit(pixels, labels);
            return new(
                new("drawn", [.. counts.Select((_, at) => $"class {at}")], Size, labels.Length, labels.Length) { IsGrey = channels == 1 },
                split, split);
        }
    }
}
