using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests;

/// <summary>A search, of four trials by default, run to its end by the real aggregate, with the entries it wrote.</summary>
internal sealed class PlayedSearch
{
    private static readonly Dataset Shapes = new("shapes", ["one", "two"], 32, 2000, 500);
    private static readonly WorkerId Worker = new("host", "cpu", "1");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Search _search;
    private readonly Dataset _dataset;
    private readonly List<LedgerEntry> _entries = [];

    private readonly Func<Lease, Report, Report> _reported = (_, report) => report;

    public PlayedSearch(
        string width = "[1, 0.5]", string network = "\"dilated-separable\"", string learningRate = "[0.003]", string name = "played")
        : this(new("abcd2345"), Spec(width, network, learningRate, name), Shapes)
    {
    }

    /// <param name="epochs">The number of epochs after which the search is left as it is; to its end by default.</param>
    public PlayedSearch(SearchId id, SearchSpec spec, Dataset dataset, int epochs = int.MaxValue)
    {
        (_search, _dataset) = (new(id), dataset);
        Play(spec, epochs);
    }

    /// <param name="reported">Replaces the reports of the trials.</param>
    public PlayedSearch(SearchId id, SearchSpec spec, Dataset dataset, Func<Lease, Report, Report> reported)
    {
        (_search, _dataset, _reported) = (new(id), dataset, reported);
        Play(spec, int.MaxValue);
    }

    public ImmutableArray<LedgerEntry> Entries => [.. _entries];
    public SearchView View => _search.Show()!;
    public ImmutableArray<TrialView> Trials => _search.Trials()!.Value;
    public FrontView Front => _search.Front()!;

    public TrialDetail? Detail(int number) =>
        _search.Trial(number) is { } trial && TrialHistory.From(_entries.Where(entry => IsOf(entry, number))) is var history
        ? new(trial, history.Curve, history.Attempts, null, _dataset.Classes)
        : null;

    private static bool IsOf(LedgerEntry entry, int trial) => entry switch
    {
        EpochReported reported => reported.Report.Trial.Number == trial,
        AttemptStarted started => started.Trial == trial,
        AttemptEnded ended => ended.Trial == trial,
        _ => false,
    };

    private static SearchSpec Spec(string width, string network, string learningRate, string name)
    {
        var json = JsonDocument.Parse(
            $$"""
            {"name": "{{name}}", "dataset": "shapes", "network": {{network}}, "epochs": 2,
             "space": {"dilation": [1, 2], "width": {{width}}, "learningRate": {{learningRate}}},
             "strategy": {"kind": "grid", "first": "listed" } }
            """);
        return SearchSpecReader.Read(json.RootElement, [Shapes], []).Spec!;
    }

    private void Play(SearchSpec spec, int epochs)
    {
        Take(_search.Start(spec, _dataset, Noon));
        while (epochs > 0 && Take(_search.Lease(Worker, Noon)) is { } lease)
            epochs -= Play(lease, epochs);
    }

    /// <summary>Runs a lease; returns the number of epochs trained.</summary>
    private int Play(Lease lease, int most)
    {
        if (lease.Kind == LeaseKind.Test)
        {
            Take(_search.Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.5, Loss = 1 }, Noon));
            return 0;
        }

        var epochs = Math.Min(most, lease.Job.Epochs);
        for (var epoch = 1; epoch <= epochs; epoch++)
            Take(_search.Judge(_reported(lease, Report(lease, epoch)), Noon));
        return epochs;
    }

    // Wider and more dilated configurations are more accurate, so that the front has several trials; seeds differ slightly.
    private static Report Report(Lease lease, int epoch) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = 1,
        TrainAccuracy = 0.5,
        ValidationLoss = 1.0 / epoch,
        Accuracy = 0.4 * lease.Job.Configuration.Width + 0.1 * lease.Job.Configuration.Dilation + 0.01 * epoch + 0.02
            * (lease.Job.Seed - 1),
        LearningRate = 0.001,
        Seconds = 2,
        ImagesPerSecond = 900,
        PeakMemoryBytes = 1 << 20,
        ClassAccuracy = [0.75, 0.25],
    };

    private T Take<T>(CommandResult<T> step)
    {
        _entries.AddRange(step.Entries);
        return step.Answer;
    }
}
