using System.Diagnostics;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>What a proposal of <c>bayesian</c> takes once many trials have completed.</summary>
internal static class ProposalTimeBenchmark
{
    private const int Proposals = 12, Running = 16;

    public static IEnumerable<Row> Run()
    {
        foreach (var (completed, goal) in ((int, double)[])[(100, 1), (1_000, 1), (10_000, 3)])
        {
            var spec = BenchSearch.Spec(side: 1, trials: 1, epochs: 1, seconds: 1) with
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
            foreach (var row in Rows(spec, CandidateSpace.Count(spec, classes: 10), completed, goal))
                yield return row;
        }
    }

    private static Row[] Rows(SearchSpec spec, CandidateSpace space, int completed, double goal)
    {
        var strategy = StrategyCatalog.Create(spec, () => space);
        strategy.On(new SearchStarted(spec, BenchSearch.Dataset, ""));
        strategy.On(new SpaceCounted(null, space.Size, space.Costs!.Least, space.Costs.Most, space.Costs.MeanMacs, ""));
        var (random, drawn) = (new SplitMix64(1), new HashSet<Candidate>());
        for (var number = 1; number <= completed; number++)
        {
            Candidate? candidate = null;
            while (candidate is null || !drawn.Add(candidate))
            {
                var group = space.Groups[random.Below(space.Groups.Length)];
                candidate = group.At([.. Enumerable.Range(0, group.Dimensions).Select(_ => random.Unit())]);
            }

            Add(strategy, number, candidate);
            Complete(strategy, number, candidate, random);
        }

        var (first, others) = (0.0, new List<double>());
        for (var proposal = 0; proposal < Proposals + Running; proposal++)
        {
            var began = Stopwatch.GetTimestamp();
            var (number, candidate) = (Proposal.Fresh)strategy.Next();
            var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (proposal == 0)
                first = seconds;
            else if (proposal >= Running)
                others.Add(seconds);
            Add(strategy, number, candidate);
            if (proposal >= Running)
                Complete(strategy, number - Running, candidate, random);
        }

        var with = $"with {completed} completed and {Running} running, of ranges and three networks";
        return
        [
            new($"a proposal (longest of {Proposals}; {with})", others.Max(), "s", goal, AtMost: true),
            new($"the first after a start, which draws configurations and fits lengths ({with})", first, "s"),
        ];
    }

    private static void Add(IStrategy strategy, int number, Candidate candidate) =>
        strategy.On(new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network));

    private static void Complete(IStrategy strategy, int number, Candidate candidate, SplitMix64 random)
    {
        var lease = new Lease(
            new(new("bench"), number), 1, LeaseKind.Train, null!, 0, 1, TimeSpan.Zero, new("1", "simulated:1", "1"));
        var accuracy = 0.9 - 0.05 * Math.Abs(Math.Log10(candidate.Configuration.LearningRate) + 2.5)
            - 0.2 * (1 - candidate.Configuration.Width) + 0.01 * random.Unit();
        strategy.On(new EpochReported(BenchSearch.Report(lease, 1) with { Accuracy = accuracy }, Decision.Continue));
        strategy.On(new AttemptEnded(number, 1, AttemptOutcome.Completed, TrialState.Completed, ""));
    }
}
