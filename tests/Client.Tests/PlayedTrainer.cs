using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests;

/// <summary>A trainer of the users' own, and a search of it that is played to its end by the real aggregate.</summary>
internal sealed class PlayedTrainer
{
    private static readonly WorkerId _worker = new("host", "cpu", "1");
    private static readonly DateTimeOffset _noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Search _search = new(new("line2345"));
    private readonly List<LedgerEntry> _entries = [];

    public PlayedTrainer()
    {
        Take(_search.Start(Spec, TrainerDeclaration.OwnData("lines"), Candidates.Of(Spec, classes: 0), _noon));
        while (Take(_search.Lease(_worker, _noon)) is { } lease)
            Play(lease);
    }

    public static TrainerReading Usable { get; } = TrainerReader.Read("lines", new StringReader(
        """
        assembly: Lines.dll
        description: Lines of text
        hyperparameters:
          channels: { kind: whole, min: 1, max: 512, default: 16 }
          dropout: { kind: number, min: 0, max: 0.9, default: 0.1 }
          pooling: { kind: choice, values: [max, mean], default: max }
        """));

    public static TrainerReading Broken { get; } = TrainerReader.Read("torn", new StringReader("assembly: ../Lines.dll"));

    public static SearchSpec Spec { get; } = Read(
        """{ "name": "played", "trainer": "lines", "epochs": 2, "space": { "hyperparameters": { "channels": [8, 16, 32], "pooling": ["max", "mean"] } } }""");

    public ImmutableArray<LedgerEntry> Entries => [.. _entries];
    public SearchView View => _search.Show()!;
    public ImmutableArray<TrialView> Trials => _search.Trials()!.Value;

    public TrialDetail Detail(int number)
    {
        var history = TrialHistory.Of(_entries.Where(entry => IsOf(entry, number)));
        return new(_search.Trial(number)!, history.Curve, history.Attempts, null, []);
    }

    private static bool IsOf(LedgerEntry entry, int trial) => entry switch
    {
        EpochReported reported => reported.Report.Trial.Number == trial,
        AttemptStarted started => started.Trial == trial,
        AttemptEnded ended => ended.Trial == trial,
        _ => false,
    };

    private static SearchSpec Read(string text)
    {
        using var json = JsonDocument.Parse(text);
        return SearchSpecReader.Read(json.RootElement, [], [Usable]).Spec!;
    }

    private void Play(Lease lease)
    {
        if (lease.Kind == LeaseKind.Test)
            Take(_search.Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.5, Loss = 1 }, _noon));
        for (var epoch = 1; epoch <= lease.Job.Epochs && lease.Kind == LeaseKind.Train; epoch++)
            Take(_search.Judge(Report(lease, epoch), _noon));
    }

    // More channels are better and cost more; the mean is worse than the maximum.
    private static Report Report(Lease lease, int epoch)
    {
        var own = lease.Job.Configuration.Hyperparameters!;
        var channels = own["channels"].Number;
        return new()
        {
            Trial = lease.Trial,
            Attempt = lease.Attempt,
            Epoch = epoch,
            TrainLoss = 1,
            TrainAccuracy = 0.5,
            ValidationLoss = 1.0 / epoch,
            Accuracy = channels / 100 + (own["pooling"].Word == "max" ? 0.1 : 0),
            LearningRate = 0.001,
            Seconds = 2,
            ImagesPerSecond = 900,
            PeakMemoryBytes = 1 << 20,
            Model = new(FileBytes: null, Latency: null, new((long)channels * 1000, Macs: 0, (long)channels * 4000)),
        };
    }

    private T Take<T>(Step<T> step)
    {
        _entries.AddRange(step.Entries);
        return step.Answer;
    }
}
