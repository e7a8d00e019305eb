using System.Diagnostics;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>Measures how long a proposal of <c>bayesian</c> takes once many trials have completed.</summary>
internal static class ProposalTimeBenchmark
{
    private const int Proposals = 12, Running = 16;
    private const double TurnGoal = 5;

    private static readonly SearchSpec Spec = BenchSearch.Spec(side: 1, trials: 1, epochs: 1, seconds: 1) with
    {
        Space = Hyperparameters.DefaultSpace.With("dilation", 1, 2, 3).With("resolution", 1, 0.75, 0.5)
            .With("width", new Domain { Range = new(0.25, 1) })
            .With("learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) })
            .With("weightDecay", new Domain { Range = new(1e-6, 0.01, RangeScale.Log) })
            .With("batchSize", 32, 64, 128, 256),
        Networks = ["dilated-separable", "mobilenet", "shufflenet-v2"],
        Objectives = ["accuracy", "macs"],
        Strategy = new(StrategyCatalog.Bayesian),
        TrainImages = null,
    };

    public static IEnumerable<Row> Run()
    {
        var space = CandidateSpace.Count(Spec, classes: 10);

        // A first run outside the measurement, so that compilation is not measured.
        Rows(Spec, space, completed: 50, goal: 1);
        (int Completed, double Goal)[] sizes = [(100, 1), (1_000, 1), (10_000, 3)];
        return sizes.SelectMany(size => Rows(Spec, space, size.Completed, size.Goal));
    }

    private static Row[] Rows(SearchSpec spec, CandidateSpace space, int completed, double goal)
    {
        var (search, random) = (Filled(spec, space, completed), new SplitMix64(2));
        var (works, turns, leases) = (new List<double>(), new List<double>(), new Queue<Lease>());
        for (var proposal = 0; proposal < Running + Proposals; proposal++)
        {
            var ahead = Timed(turns, () => search.Ahead)!;
            var suggested = Timed(works, ahead.Work);
            Timed(turns, () =>
            {
                search.Take(ahead, suggested);
                return 0;
            });
            leases.Enqueue(Timed(turns, () => search.Lease(new($"{proposal}", "simulated:1", "1"), default).Answer)!);
            if (proposal < Running)
                continue;
            var lease = leases.Dequeue();
            var report = BenchSearch.Report(lease, 1) with { Accuracy = AccuracyOf(lease.Job.Configuration, random) };
            Timed(turns, () => search.Judge(report, default));
        }

        var with = $"{completed} completed and {Running} running trials of a space with ranges and three networks";
        return
        [
            new(
                $"a proposal, outside the grain's turn (longest of {Proposals}; {with})", works.Skip(Running).Max() / 1000, "s", goal,
                AtMost: true),
            new($"the first proposal, which draws configurations and fits length scales ({with})", works[0] / 1000, "s"),
            new($"work in the grain's turn (p99 of {turns.Count}; {with})", Statistics.P99(turns), "ms", TurnGoal, AtMost: true),
        ];
    }

    private static T Timed<T>(List<double> times, Func<T> act)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = act();
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    /// <summary>Returns a search whose ledger has this many completed trials, drawn uniformly from the space.</summary>
    private static Search Filled(SearchSpec spec, CandidateSpace space, int completed)
    {
        var search = new Search(new("bench"), (_, _) => space);
        search.Prepare(spec, BenchSearch.Dataset);
        search.Start(spec, BenchSearch.Dataset, default, "bench");
        var (random, drawn) = (new SplitMix64(1), new HashSet<Candidate>());
        while (drawn.Count < completed)
        {
            var group = space.Groups[random.Below(space.Groups.Length)];
            if (group.At([.. Enumerable.Range(0, group.Dimensions).Select(_ => random.Unit())]) is { } candidate && drawn.Add(candidate))
                Complete(search, drawn.Count, candidate, AccuracyOf(candidate.Configuration, random));
        }

        return search;
    }

    private static void Complete(Search search, int number, Candidate candidate, double accuracy)
    {
        var lease = new Lease(
            new(search.Id, number), 1, LeaseKind.Train, null!, 0, 1, TimeSpan.Zero, new("1", "simulated:1", "1"));
        LedgerEntry[] entries =
        [
            new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network),
            new AttemptStarted(number, 1, LeaseKind.Train, lease.Worker, 1),
            new EpochReported(BenchSearch.Report(lease, 1) with { Accuracy = accuracy }, Decision.Stop("completed")),
            new AttemptEnded(number, 1, AttemptOutcome.Completed, TrialState.Completed, ""),
        ];
        foreach (var entry in entries)
            search.Apply(entry with { Sequence = search.Sequence + 1 });
    }

    private static double AccuracyOf(Configuration one, SplitMix64 random) =>
        0.9 - 0.05 * Math.Abs(Math.Log10(one.LearningRate) + 2.5) - 0.2 * (1 - one.Width) + 0.01 * random.Unit();
}
