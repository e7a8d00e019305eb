using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Networks;
using Paretune.Training.Trainers;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>
/// Measures images per second of the real trainer (crop, flip, resize, metrics, checkpoints), also relative to a bare loop on one resident
/// batch.
/// </summary>
internal static class TrainBenchmark
{
    private const int BatchSize = 128, Side = 32, Epochs = 6;

    public static IEnumerable<Row> Run()
    {
        LibtorchLoader.Load();
        foreach (var (dilation, width) in new[] { (1, 1.0), (2, 1.0), (1, 0.5), (2, 0.5), (1, 0.25) })
        {
            var configuration = new Configuration(dilation, width, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, BatchSize);
            var (trained, bare) = Speeds(configuration);
            var name = FormattableString.Invariant($"dilated-separable δ {dilation} α {width:0.##}, {Side}×{Side}, batch {BatchSize}");
            yield return new(name, trained, "images/s");
            yield return new($"{name}: relative to the bare loop", trained / bare, "×", Goal: 0.85);
        }
    }

    // Epochs of the trainer and of the bare loop alternate; the first of each warms up.
    private static (double Trained, double Bare) Speeds(Configuration configuration)
    {
        var home = Directory.CreateTempSubdirectory("paretune-bench");
        try
        {
            using var bare = new BareLoop(configuration);
            using var device = new TrainingDevice(new DatasetStore(home.FullName), "cpu");
            var trainer = new Trainer(
                device, new TrainerLoader(new TrainerStore(home.FullName)), new FolderStore(home.FullName), TimeProvider.System,
                NullLogger<Trainer>.Instance);
            var lease = new Lease(
                new(new("bench"), 1), Attempt: 1, LeaseKind.Train, new("shapes", "dilated-separable", configuration, Side, Epochs, Seed: 1),
                ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromMinutes(1), new("host", "cpu", "1"));
            List<(double, double)> pairs = [
                .. trainer.Run(lease, default).OfType<Report>().Select(report => (report.ImagesPerSecond, bare.Speed()))];
            return (
                Statistics.Median(pairs.Skip(1).Select(pair => pair.Item1)), Statistics.Median(pairs.Skip(1).Select(pair => pair.Item2)));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private sealed class BareLoop : IDisposable
    {
        private const int Steps = 12;

        private readonly PlannedNetwork _network;
        private readonly optim.Optimizer _optimizer;
        private readonly Tensor _images = rand(BatchSize, 3, Side, Side);
        private readonly Tensor _labels = randint(10, BatchSize);

        public BareLoop(Configuration configuration)
        {
            _network = PlannedNetwork.Seeded(NetworkCatalog.Plan("dilated-separable", configuration, Side, classes: 10), seed: 1);
            _optimizer = optim.Adam(_network.parameters());
        }

        public double Speed()
        {
            var started = Stopwatch.GetTimestamp();
            for (var step = 0; step < Steps; step++)
            {
                using var scope = NewDisposeScope();
                _optimizer.zero_grad();
                var pass = _network.Train(_images);
                nn.functional.cross_entropy(pass.Logits, _labels).backward();
                pass.Backward();
                _optimizer.step();
            }

            return Steps * BatchSize / Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            _network.Dispose();
            _images.Dispose();
            _labels.Dispose();
        }
    }
}
