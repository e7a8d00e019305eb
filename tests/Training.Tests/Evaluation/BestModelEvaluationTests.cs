using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Training.Tests.Loop;
using Paretune.Training.Trainers;
using Paretune.Tuning.Networks;
using SkiaSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Evaluation;

/// <summary>The files beside a trial's model, from real training.</summary>
public sealed class BestModelEvaluationTests : IDisposable
{
    private const int Epochs = 3, Seed = 5;
    private static readonly TrialId Trial = new(new("s"), 1);
    private readonly TemporaryFolder _home = new();

    public BestModelEvaluationTests()
    {
        LibtorchLoader.Load();
        set_num_threads(2);
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void The_best_models_confusion_is_that_of_the_validation_images_at_the_best_epoch()
    {
        var reports = Reports(Shapes(), ShapesLease);

        var evaluation = Evaluation();

        var best = reports.MinBy(report => report.ValidationLoss)!;
        Assert.Equal(best.Accuracy, evaluation.Accuracy);
        Assert.Equal(best.Accuracy, evaluation.Confusion.Index().Sum(row => row.Item[row.Index]) / (double)evaluation.Images);
        Assert.Equal(
            ValidationLabels().CountBy(label => label).OrderBy(count => count.Key).Select(count => count.Value),
            evaluation.Confusion.Select(row => row.Sum()));
        Assert.Equal(Shapes().Find("shapes")!.Classes, evaluation.Classes);
        Assert.Equal(200, evaluation.Images);
    }

    [Fact]
    public void The_weights_of_a_later_epoch_are_not_taken_for_the_best_ones()
    {
        // Noise can only be memorized, so the validation loss increases.
        var reports = Reports(new Noise(classes: 5, each: 60), InBatchesOf(4, epochs: 6));

        var evaluation = Evaluation();

        var best = reports.MinBy(report => report.ValidationLoss)!;
        Assert.NotEqual(reports[^1].Epoch, best.Epoch);
        Assert.NotEqual(reports[^1].ClassAccuracy.AsEnumerable(), best.ClassAccuracy);
        Assert.Equal(best.ClassAccuracy, evaluation.Confusion.Select((row, label) => row[label] / (double)row.Sum()));
    }

    [Fact]
    public void The_mistakes_are_what_the_model_file_gets_wrong_in_the_order_of_its_confidence()
    {
        Reports(Shapes(), ShapesLease);

        var evaluation = Evaluation();

        var (predicted, confidence) = Judged(evaluation.Mistakes);
        var labels = Shapes().Open("shapes").Train.Labels;
        Assert.InRange(evaluation.Mistakes.Length, 64, 192);
        Assert.Equal(evaluation.Mistakes.Length, evaluation.Mistakes.Select(mistake => mistake.Image).Intersect(Validation()).Count());
        Assert.All(evaluation.Mistakes, mistake => Assert.Equal(labels[mistake.Image], mistake.Class));
        Assert.All(evaluation.Mistakes, mistake => Assert.NotEqual(mistake.Class, mistake.Predicted));
        Assert.Equal(predicted, evaluation.Mistakes.Select(mistake => (long)mistake.Predicted));
        Assert.Equal(confidence, evaluation.Mistakes.Select(mistake => mistake.Confidence), (one, other) => Math.Abs(one - other) < 1e-4);
        Assert.Equal(evaluation.Mistakes.OrderByDescending(mistake => mistake.Confidence), evaluation.Mistakes);
    }

    [Fact]
    public void The_sheet_shows_the_mistakes_in_their_order()
    {
        Reports(Shapes(), ShapesLease);

        using var sheet = SKBitmap.Decode(File.ReadAllBytes(PathOf(TrialFile.Mistakes(Trial, 1))));

        var evaluation = Evaluation();
        var pixels = Shapes().Open("shapes").Train.Pixels;
        Assert.Equal((64, 8), (evaluation.TileSize, evaluation.Columns));
        Assert.Equal((8 * 64, (evaluation.Mistakes.Length + 7) / 8 * 64), (sheet.Width, sheet.Height));
        Assert.Equal(
            evaluation.Mistakes.Select(mistake => pixels[mistake.Image * 3 * 32 * 32]),
            evaluation.Mistakes.Select((_, at) => sheet.GetPixel(at % 8 * 64, at / 8 * 64).Red));
    }

    [Fact]
    public void With_many_classes_the_most_frequent_pairs_stand_for_the_matrix()
    {
        Reports(new Noise(classes: 101, each: 10), ShapesLease with { Job = ShapesLease.Job with { Epochs = 1 } });

        var evaluation = Evaluation();

        Assert.Empty(evaluation.Confusion);
        Assert.InRange(evaluation.Confused.Length, 1, 100);
        Assert.Equal(evaluation.Confused.OrderByDescending(pair => pair.Count), evaluation.Confused);
        Assert.All(evaluation.Confused, pair => Assert.NotEqual(pair.Class, pair.Predicted));
    }

    [Fact]
    public void A_crash_between_model_and_evaluation_is_made_good_by_the_next_attempt()
    {
        var images = new Noise(classes: 5, each: 20);
        Reports(images, TinyLease with { Trial = new(new("straight"), 1) });
        Assert.Throws<FileStoreException>(() => Reports(images, TinyLease, file =>
        {
            if (file.Name == "evaluation.json")
                throw new FileStoreException("gone", mayPass: false);
        }));
        Assert.True(File.Exists(PathOf(TrialFile.Model(Trial, 1))));

        var reports = Reports(images, TinyLease with { Attempt = 2, ReportedEpochs = Epochs - 1 });

        Assert.Equal([Epochs], reports.Select(report => report.Epoch));
        foreach (var written in new Func<TrialId, int, TrialFile>[] { TrialFile.Model, TrialFile.Evaluation, TrialFile.Mistakes })
            Assert.Equal(File.ReadAllBytes(PathOf(written(new(new("straight"), 1), 1))), File.ReadAllBytes(PathOf(written(Trial, 2))));
    }

    [Fact]
    public void The_lease_is_renewed_and_a_cancel_is_heard_while_the_best_model_is_evaluated()
    {
        using var cancel = new CancellationTokenSource();
        var (beats, judging) = (0, false);
        var trainer = Trainer(new TinyImages(), new LeapingTime(), file => judging = file.Name == "model.safetensors");

        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var signal in trainer.Run(InBatchesOf(4), cancel.Token))
            {
                if (judging && signal is StepProgress && ++beats == 2)
                    cancel.Cancel();
            }
        });

        Assert.Equal(2, beats);
        Assert.False(File.Exists(PathOf(TrialFile.Evaluation(Trial, 1))));
    }

    [Fact]
    public void A_trial_that_never_had_a_loss_leaves_neither_model_nor_evaluation()
    {
        Reports(
            new TinyImages(),
            TinyLease with { Job = TinyLease.Job with { Configuration = TinyLease.Job.Configuration with { LearningRate = 1e20 } } });

        Assert.All(
            Directory.GetFiles(Path.GetDirectoryName(PathOf(TrialFile.Model(Trial, 1)))!),
            file => Assert.EndsWith(".ckpt", file, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_without_mistakes_leaves_no_sheet()
    {
        // Small batches, because batch norm's running statistics need about a hundred steps.
        Reports(new TinyImages(), InBatchesOf(8, epochs: 4));

        var evaluation = Evaluation();

        Assert.Equal((1, 22), (evaluation.Accuracy, evaluation.Images));
        Assert.Empty(evaluation.Mistakes);
        Assert.False(File.Exists(PathOf(TrialFile.Mistakes(Trial, 1))));
    }

    private static Lease ShapesLease => new(
        Trial, Attempt: 1, LeaseKind.Train,
        new("shapes", "dilated-separable", new(Dilation: 1, Width: 0.1, Resolution: 0.5, LearningRate: 0.03, WeightDecay: 0, BatchSize: 64),
            32, Epochs, Seed),
        ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

    private static Lease TinyLease => ShapesLease with
    {
        Job = new(
            "tiny", "dilated-separable", new(Dilation: 1, Width: 0.1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, BatchSize: 16), 16,
            Epochs, Seed),
    };

    private static Lease InBatchesOf(int images, int epochs = Epochs) => TinyLease with
    {
        Job = TinyLease.Job with { Epochs = epochs, Configuration = TinyLease.Job.Configuration with { BatchSize = images } },
    };

    private DatasetStore Shapes() => new(_home.Path);

    private List<Report> Reports(IImageSource images, Lease lease, Action<TrialFile>? writing = null)
    {
        var trainer = Trainer(images, TimeProvider.System, writing);
        return [.. trainer.Run(lease, default).OfType<Report>()];
    }

    private Trainer Trainer(IImageSource images, TimeProvider time, Action<TrialFile>? writing = null) =>
        new(new TrainingDevice(images, "cpu"), new TrainerLoader(new TrainerStore(_home.Path)),
            new WatchedStore(_home.Path, writing ?? (_ => { })), time, NullLogger<Trainer>.Instance);

    private string PathOf(TrialFile file) => Path.Combine(_home.Path, file.Path);

    private TrialEvaluation Evaluation() =>
        JsonSerializer.Deserialize<TrialEvaluation>(File.ReadAllBytes(PathOf(TrialFile.Evaluation(Trial, 1))), ParetuneJson.Options)!;

    /// <summary>Returns the validation images according to the split, independently of the trainer.</summary>
    private int[] Validation()
    {
        using var labels = tensor(Shapes().Open("shapes").Train.Labels.Select(label => (long)label).ToArray());
        using var split = new Split(labels, ShapesLease.Job, CPU);
        return [.. split.Validation.data<long>().Select(index => (int)index)];
    }

    private IEnumerable<ushort> ValidationLabels()
    {
        var labels = Shapes().Open("shapes").Train.Labels;
        return Validation().Select(index => labels[index]);
    }

    /// <summary>Evaluates the images one by one with the model file.</summary>
    private (long[] Predicted, double[] Confidence) Judged(IEnumerable<Mistake> mistakes)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var images = new ResidentImages(Shapes().Open("shapes"), CPU);
        var plan = NetworkCatalog.Plan(
            "dilated-separable", ShapesLease.Job.Configuration, ShapesLease.Job.BaseResolution, images.Dataset.Classes.Length);
        using var network = PlannedNetwork.Seeded(plan, seed: 1);
        using (var file = File.OpenRead(PathOf(TrialFile.Model(Trial, 1))))
            network.Restore(Safetensors.Read(file).Tensors);
        network.eval();
        using var split = new Split(images.Train.Labels, ShapesLease.Job, CPU);
        using var input = new NetworkInput(images, split, plan.InputSize, ShapesLease.Job);
        var shares = mistakes.Select(mistake =>
            network.forward(input.From(images.Train.Images.narrow(0, mistake.Image, 1))).softmax(1))
                .ToArray();
        return ([.. shares.Select(share => share.argmax(1).item<long>())], [.. shares.Select(share => (double)share.max().item<float>())]);
    }

    /// <summary>Images without information about their class.</summary>
    private sealed class Noise(int classes, int each) : IImageSource
    {
        public string Identity(string dataset) => dataset;

        public ImageData Open(string dataset)
        {
            var pixels = new byte[each * classes * 3 * 8 * 8];
            new Random(1).NextBytes(pixels);
            var labels = Enumerable.Range(0, each * classes).Select(at => (byte)(at % classes)).ToArray();
            var split = new ImageSplit(pixels, labels);
            return new(
                new("noise", [.. Enumerable.Range(0, classes).Select(at => $"class {at}")], Size: 8, labels.Length, labels.Length), split,
                split);
        }
    }
}
