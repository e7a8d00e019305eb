using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>A search with its ledger as a list, and a clock that tests set.</summary>
internal sealed class Scene
{
    public static SearchId Id { get; } = new("abcd1234");
    public static Dataset Dataset { get; } = new("shapes", ["circle", "square"], 32, 1000, 200) { Content = "abc" };

    public CandidateSpace Space { get; }
    public Search Search { get; }
    public List<LedgerEntry> Ledger { get; } = [];
    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public SearchSpec Spec { get; }

    /// <summary>Creates a search of <paramref name="trials"/> trials whose costs decrease with their numbers.</summary>
    public Scene(
        int trials = 3, Func<SearchSpec, SearchSpec>? with = null, Func<int, Cost>? cost = null, CheckpointKeeping? keeping = null,
        RecipeOptions? recipe = null, Dataset? dataset = null, PriorTrials? earlier = null)
    {
        Spec = (with ?? (spec => spec))(Sample.Spec with { Optimum = "most-accurate" });
        // Lists the trials in the order of their costs, so that their numbers follow it.
        if (earlier is null)
            Spec = Spec with { Strategy = Spec.Strategy.Word("first") is null ? Spec.Strategy.With("first", "listed") : Spec.Strategy };
        var candidates = Enumerable.Range(1, trials).Select(number => new Candidate(
            "dilated-separable", Sample.Configuration(dilation: number) with { Recipe = recipe },
            cost?.Invoke(number) ?? new Cost(1000 - number, 10_000 - number, 4000 - number)));
        Space = CandidateSpace.Listed([.. candidates]);
        Search = New();
        Take(Search.Start(Spec, dataset ?? Dataset, Now, keeping: keeping, earlier: earlier));
    }

    public static bool NoneGone(WorkerId worker) => false;

    public static WorkerId Worker(int number = 1, string incarnation = "a") => new($"host{number}", "cpu", incarnation);

    public Lease? Lease(int worker = 1, string incarnation = "a") => Take(Search.Lease(Worker(worker, incarnation), Now));

    public Decision Judge(Signal signal) => Take(Search.Judge(signal, Now));

    public Decision Report(Lease lease, int epoch, double loss = 1, double accuracy = 0.5) => Judge(Reported(lease, epoch, loss, accuracy));

    /// <summary>Reports every remaining epoch, with falling losses.</summary>
    public Decision Train(Lease lease, double accuracy = 0.5)
    {
        var decision = Decision.Continue;
        for (var epoch = lease.ReportedEpochs + 1; epoch <= Spec.Epochs && decision.Kind == DecisionKind.Continue; epoch++)
            decision = Report(lease, epoch, 1.0 / epoch, accuracy);
        return decision;
    }

    public Decision Fail(Lease lease, AttemptFailure failure, string message = "no") =>
        Judge(new AttemptEnd { Trial = lease.Trial, Attempt = lease.Attempt, Failure = failure, Message = message });

    public Decision Step(Lease lease) => Judge(
        new StepProgress { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 1, Steps = 9, ImagesPerSecond = 100 });

    public Decision Tested(Lease lease, double accuracy = 0.4) =>
        Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = accuracy, Loss = 1 });

    public T Take<T>(CommandResult<T> step)
    {
        Ledger.AddRange(step.Entries);
        return step.Answer;
    }

    public TrialView Trial(int number) => Search.Trial(number)!;

    /// <summary>Returns a second search that has replayed this one's ledger.</summary>
    public Search Replayed()
    {
        var replayed = New();
        foreach (var entry in Ledger)
            replayed.Apply(
                JsonSerializer.Deserialize<LedgerEntry>(JsonSerializer.Serialize(entry, ParetuneJson.Options), ParetuneJson.Options)!);
        return replayed;
    }

    /// <summary>Asserts that the ledger restores the search, and that a replay makes the same decisions.</summary>
    public void Replays()
    {
        var replay = new SearchReplay(New());
        Ledger.ForEach(replay.Take);
        replay.End();

        Assert.Null(replay.Difference);
        Assert.Equal(
            JsonSerializer.Serialize(Search.Look(null), ParetuneJson.Options),
            JsonSerializer.Serialize(Replayed().Look(null), ParetuneJson.Options));
    }

    /// <summary>Returns a search that 0.1 started, with all its trials added at the start.</summary>
    public static Search Stored(int trials)
    {
        LedgerEntry[] entries =
        [
            new SearchStarted(Sample.Spec, Dataset, ""),
            .. Enumerable.Range(1, trials).Select(number => new TrialAdded(number, Sample.Configuration(dilation: number), new(9, 9, 9))),
            new SearchStateChanged(SearchState.Running, ""),
        ];
        var search = new Search(Id);
        foreach (var (i, entry) in entries.Index())
        {
            var stored = JsonSerializer.SerializeToNode(entry with { Sequence = i + 1 }, ParetuneJson.Options)!.AsObject();
            // 0.1 did not write these.
            stored.Remove("network");
            stored.Remove("rules");
            search.Apply(stored.Deserialize<LedgerEntry>(ParetuneJson.Options)!);
        }

        return search;
    }

    private Search New() => new(Id, (_, _) => Space);

    public static Report Reported(Lease lease, int epoch, double loss = 1, double accuracy = 0.5) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = loss,
        TrainAccuracy = accuracy,
        ValidationLoss = loss,
        Accuracy = accuracy,
        LearningRate = 0.001,
        Seconds = 2,
        ImagesPerSecond = 100,
        PeakMemoryBytes = 1,
    };
}
