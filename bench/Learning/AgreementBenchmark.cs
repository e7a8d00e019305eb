using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;
using Paretune.Tuning.Spaces;
using static TorchSharp.torch;

namespace Paretune.Bench.Learning;

/// <summary>
/// Trains each configuration of a search for one epoch, exports it like a trial on the front, and reports on how many validation images the
/// smaller files agree with float32.
/// </summary>
internal static class AgreementBenchmark
{
    private const double Goal = 97.5;

    public static IEnumerable<Row> Run(LearningOptions options)
    {
        LibtorchLoader.Load();
        set_num_threads(options.Threads);
        using var data = new BenchData(options.Data);
        var spec = data.Read(options.Search);
        var space = CandidateSpace.Count(spec, data.Dataset.Classes.Length);
        for (var index = 0L; index < space.Size; index++)
            foreach (var row in Rows(data, space.At(index), spec, options, (int)index + 1))
                yield return row;
    }

    private static IEnumerable<Row> Rows(BenchData data, Candidate candidate, SearchSpec spec, LearningOptions options, int number)
    {
        using var device = new TrainingDevice(data.Store, "cpu");
        var trainer = new Trainer(
            device, new TrainerLoader(new TrainerStore(data.Folder)), new FolderStore(data.Folder), TimeProvider.System,
            NullLogger<Trainer>.Instance);
        var job = new Job(data.Dataset.Name, candidate.Network, candidate.Configuration, spec.BaseResolution, Epochs: 1, spec.Seed)
        {
            TrainImages = ShortTraining.ImagesFor(options.Steps, candidate.Configuration.BatchSize, data.Dataset.TrainImages),
        };
        // Of a folder that is kept, only models of the same trainings are used.
        var search = new SearchId(BenchData.NameOf(data.Dataset.Name, options.Search, options.Steps));
        var lease = new Lease(
            new(search, number), Attempt: 1, LeaseKind.Train, job, ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromMinutes(1),
            new("host", "cpu", "1"));
        if (!File.Exists(Path.Combine(data.Folder, TrialFile.Model(lease.Trial, 1).Path)))
            _ = trainer.Run(lease, default).Count();
        _ = trainer.Run(lease with { Attempt = 2, Kind = LeaseKind.Test, ModelAttempt = 1 }, default).Count();
        var exports = JsonSerializer.Deserialize<ModelExports>(
            File.ReadAllBytes(Path.Combine(data.Folder, TrialFile.Exports(lease.Trial, 1).Path)), ParetuneJson.Options)!;
        foreach (var file in exports.Files.Where(file => file.Precision != Precision.Fp32))
            yield return Create(file, exports, LearningBenchmark.NameOf(candidate));
    }

    private static Row Create(ModelExport file, ModelExports exports, string name)
    {
        var row = new Row(
            $"{name}: {file.Precision} predicts the same class as fp32", 100 * file.Agreement!.Value, "%",
            Goal: file.Precision == Precision.Int8 ? Goal : null)
        {
            Note = FormattableString.Invariant($"accuracy {100 * file.Accuracy:0.0} of {100 * exports.TorchAccuracy:0.0} %, largest ")
                + FormattableString.Invariant(
                    $"difference {file.MaxDifference:0.000}, {exports.Images} images, {file.Latency?.Median:0.000} ms, ")
                + FormattableString.Invariant($"fp32 {exports.Files[0].Latency?.Median:0.000} ms"),
        };
        Console.Error.WriteLine(FormattableString.Invariant($"{row.Name}: {row.Value:0.00} {row.Unit} ({row.Note})"));
        return row;
    }
}
