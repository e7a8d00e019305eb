using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests;

/// <summary>A search, of four trials unless told otherwise, played to its end by the real aggregate, and the entries it left.</summary>
internal sealed class PlayedSearch
{
    private static readonly Dataset Shapes = new("shapes", ["one", "two"], 32, 2000, 500);
    private static readonly WorkerId Worker = new("host", "cpu", "1");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Search _search = new(new("abcd2345"));
    private readonly List<LedgerEntry> _entries = [];

    public PlayedSearch(string width = "[1, 0.5]", string network = "\"dilated-separable\"")
    {
        var json = JsonDocument.Parse($$"""{"name": "played", "dataset": "shapes", "network": {{network}}, "space": {"dilation": [1, 2], "width": {{width}}}, "epochs": 2}""");
        var spec = SearchSpecReader.Read(json.RootElement, [Shapes]).Spec!;
        Take(_search.Start(spec, Shapes, Candidates.Of(spec, Shapes.Classes.Length), Noon));
        while (Take(_search.Lease(Worker, Noon)) is { } lease)
            Play(lease);
    }

    public ImmutableArray<LedgerEntry> Entries => [.. _entries];
    public SearchView View => _search.Show()!;
    public ImmutableArray<TrialView> Trials => _search.Trials()!.Value;
    public FrontView Front => _search.Front()!;

    public TrialDetail? Detail(int number) => _search.Trial(number) is { } trial && TrialHistory.Of(_entries.Where(entry => IsOf(entry, number))) is var history
        ? new(trial, history.Curve, history.Attempts, null, Shapes.Classes)
        : null;

    private static bool IsOf(LedgerEntry entry, int trial) => entry switch
    {
        EpochReported reported => reported.Report.Trial.Number == trial,
        AttemptStarted started => started.Trial == trial,
        AttemptEnded ended => ended.Trial == trial,
        _ => false,
    };

    private void Play(Lease lease)
    {
        if (lease.Kind == LeaseKind.Test)
            Take(_search.Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.5, Loss = 1 }, Noon));
        else
            for (var epoch = 1; epoch <= lease.Job.Epochs; epoch++)
                Take(_search.Judge(Report(lease, epoch), Noon));
    }

    // Wider and more dilated is better here, so that the front has more than one member.
    private static Report Report(Lease lease, int epoch) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1.0 / epoch,
        Accuracy = 0.4 * lease.Job.Configuration.Width + 0.1 * lease.Job.Configuration.Dilation + 0.01 * epoch,
        LearningRate = 0.001,
        Seconds = 2,
        ImagesPerSecond = 900,
        PeakMemoryBytes = 1 << 20,
        ClassAccuracy = [0.75, 0.25],
    };

    private T Take<T>(Step<T> step)
    {
        _entries.AddRange(step.Entries);
        return step.Answer;
    }
}
