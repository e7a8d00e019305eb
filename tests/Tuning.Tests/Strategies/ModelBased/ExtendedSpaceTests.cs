using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>The strategy front with a space that is extended while the search runs, or after it has ended.</summary>
public sealed class ExtendedSpaceTests
{
    private const string Widths = "[1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3]";

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dataset Shapes = new("shapes", ["circle", "square"], 32, 1000, 200);

    private readonly Search _search = New();
    private readonly List<LedgerEntry> _ledger = [];

    [Theory]
    [InlineData(9, """{ "width": W, "learningRate": [0.001, 0.01, 0.1] }""")]
    [InlineData(999, """{ "width": W, "learningRate": [0.001, 0.01, 0.1] }""")]
    [InlineData(9, """{ "width": W, "learningRate": [0.001, 0.01], "optimizer": ["adam", "adamw", "sgd"] }""")]
    [InlineData(999, """{ "width": W, "learningRate": [0.001, 0.01], "optimizer": ["adam", "adamw", "sgd"] }""")]
    [InlineData(9, """[{ "width": W, "learningRate": [0.001, 0.01] }, { "network": ["mobilenet", "xception"], "learningRate": [0.01] }]""")]
    [InlineData(999, """[{ "width": W, "learningRate": [0.001, 0.01] }, { "network": "shufflenet", "learningRate": [0.01, 0.1] }]""")]
    [InlineData(9, """{ "width": [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1], "learningRate": [0.001, 0.01] }""")]
    public void A_search_goes_on_with_what_was_added_and_is_decided_the_same_again(int trials, string space)
    {
        var words = space.Contains("optimizer", StringComparison.Ordinal) ? """, "optimizer": ["adam", "adamw"] """ : "";
        var spec = Start($$"""{ "width": {{Widths}}, "learningRate": [0.001, 0.01]{{words}} }""");
        Work(trials);
        var (before, ended) = (_search.Trials()!.Value.Length, _search.Show()!.EndedAt is not null);

        Extend(spec, space.Replace("W", Widths, StringComparison.Ordinal));
        Work(trials: 999);

        Assert.Equal(trials == 999, ended);
        Assert.Equal(SearchState.Completed, _search.Show()!.State);
        Assert.True(_search.Trials()!.Value.Length > before, "nothing of what was added was begun");
        Assert.All(_search.Trials()!.Value, trial => Assert.NotEmpty(_search.Explain(trial.Number)!));
        AssertReplays();
    }

    [Fact]
    public void Networks_that_were_added_are_told_apart_as_soon_as_trials_of_them_complete()
    {
        var spec = Start($$"""{ "width": {{Widths}} }""");
        Work(trials: 4);

        Extend(spec, $$"""
            [{ "width": {{Widths}} }, { "network": "mobilenet", "width": {{Widths}} }, { "network": "mobilenet-v2", "width": {{Widths}} }]
            """);
        Work(trials: 999);

        var networks = _ledger.OfType<TrialAdded>().Select(added => added.Network).ToList();
        var (good, poor) = (Mean("mobilenet"), Mean("mobilenet-v2"));
        Assert.True(good + 5 < poor, $"begun as number {good:0.0} and {poor:0.0} on average");

        double Mean(string network) => networks.Index().Where(one => one.Item == network).Average(one => one.Index);
    }

    [Fact]
    public void A_share_that_the_first_six_of_the_larger_space_would_exceed_is_no_error_of_the_extension()
    {
        var spec = Start("""{ "width": [0.3, 0.29, 0.28, 0.27, 0.26, 0.25, 0.24] }""") with { Budget = new(Share: 0.1) };

        var reading = SpaceExtensionReader.Read(
            JsonDocument.Parse("""{ "space": { "width": [1, 0.9, 0.8, 0.7, 0.3, 0.29, 0.28, 0.27, 0.26, 0.25, 0.24] } }""").RootElement,
            spec, [Shapes], []);

        Assert.Empty(reading.Errors);
    }

    [Fact]
    public void One_that_was_begun_with_version_3_is_decided_to_its_end_in_the_terms_it_began_with()
    {
        var spec = Start($$"""{ "width": {{Widths}}, "learningRate": [0.001, 0.01] }""", version: 3);
        Work(trials: 9);

        Extend(spec, $$"""[{ "width": {{Widths}}, "learningRate": [0.001, 0.01] }, { "network": "mobilenet", "learningRate": [0.1] }]""");
        Work(trials: 999);

        Assert.Equal(SearchState.Completed, _search.Show()!.State);
        AssertReplays();
    }

    private static Search New() => new(new("abcd1234"));

    private SearchSpec Start(string space, int? version = null)
    {
        var reading = SearchSpecReader.Read(
            JsonDocument.Parse($$"""
                { "dataset": "shapes", "epochs": 9, "space": {{space}}, "strategy": { "kind": "front", "sampler": "grid" },
                  "objectives": ["accuracy", "macs"] }
                """).RootElement, [Shapes], []);
        Assert.Empty(reading.Errors);
        foreach (var entry in New().Start(reading.Spec!, Shapes, Noon).Entries)
        {
            var begun = entry is SearchStarted started && version is { } old ? started with { StrategyVersion = old } : entry;
            _search.Apply(begun);
            _ledger.Add(begun);
        }

        return reading.Spec!;
    }

    private void Extend(SearchSpec spec, string space)
    {
        var reading = SpaceExtensionReader.Read(JsonDocument.Parse($$"""{ "space": {{space}} }""").RootElement, spec, [Shapes], []);
        Assert.Empty(reading.Errors);
        _ledger.AddRange(_search.ExtendSpace(reading.Spec!.Space, reading.Spec.Networks, Noon).Entries);
    }

    /// <summary>Trains and tests what the search leases, up to this many times.</summary>
    private void Work(int trials)
    {
        for (var i = 0; i < trials; i++)
        {
            var leased = _search.Lease(new("host1", "cpu", "a"), Noon);
            _ledger.AddRange(leased.Entries);
            if (leased.Answer is not { } lease)
                return;
            if (lease.Kind == LeaseKind.Test)
                Take(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.4, Loss = 1 });
            else
                for (var (epoch, going) = (lease.ReportedEpochs + 1, true); going && epoch <= 9; epoch++)
                    going = Take(Scene.Reported(lease, epoch, 1.0 / epoch, Accuracy(lease, epoch))).Kind == DecisionKind.Continue;
        }
    }

    // Larger networks end with a higher accuracy, and so does one architecture.
    private static double Accuracy(Lease lease, int epoch)
    {
        var better = lease.Job.Network switch { "mobilenet" => 0.15, "mobilenet-v2" => -0.15, _ => 0 };
        return 0.5 + (0.15 + 0.15 * lease.Job.Configuration.Width + better) * (epoch / 9.0);
    }

    private Decision Take(Signal signal)
    {
        var step = _search.Judge(signal, Noon);
        _ledger.AddRange(step.Entries);
        return step.Answer;
    }

    private void AssertReplays()
    {
        var replay = new SearchReplay(New());
        foreach (var entry in _ledger)
            replay.Take(JsonSerializer.Deserialize<LedgerEntry>(
                JsonSerializer.Serialize(entry, ParetuneJson.Options), ParetuneJson.Options)!);

        replay.End();
        Assert.Null(replay.Difference);
    }
}
