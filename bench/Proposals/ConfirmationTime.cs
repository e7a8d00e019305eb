using System.Diagnostics;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>Measures how long the grain takes to update the certainty of the front after a trial has completed.</summary>
internal static class ConfirmationTime
{
    private const int Times = 200;

    public static IEnumerable<Row> Run() => ((int[])[100, 100, 1_000, 10_000]).Select(Rows).Skip(1).SelectMany(rows => rows).ToList();

    private static Row[] Rows(int trials)
    {
        var spec = BenchSearch.Spec(side: 1, trials: 1, epochs: 1, seconds: 1) with
        {
            Objectives = ["accuracy", "parameters", "macs"],
            Strategy = new StrategySpec("random").With("samples", trials + Times),
            Replicates = 3,
        };
        var random = new SplitMix64(1);
        var space = CandidateSpace.Listed([.. Enumerable.Range(1, trials + Times).Select(number => new Candidate(
            "dilated-separable", new(1, 1, number, 0.001, 0, 128), new(random.Below(1_000_000) + 1, random.Below(1_000_000) + 1, 4)))]);
        var search = new Search(new("bench"), (_, _) => space);
        search.Start(spec, BenchSearch.Dataset, default, "bench");
        var times = new List<double>();
        for (var trial = 1; trial <= trials + Times; trial++)
        {
            var lease = search.Lease(new("1", "simulated:1", "1"), default).Answer!;
            search.Judge(BenchSearch.Report(lease, 1) with { Accuracy = Accuracy(search.Trial(lease.Trial.Number)!, random) }, default);
            if (trial <= trials)
                continue;
            var began = Stopwatch.GetTimestamp();
            search.Trial(1);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        var what = $"update of the front's certainty when a trial completes after {trials} others";
        return [new(what, Statistics.Median(times), "ms", 5, AtMost: true), new($"{what} (p99)", Statistics.P99(times), "ms")];
    }

    private static double Accuracy(TrialView trial, SplitMix64 random) =>
        0.7 + 0.02 * Math.Log2(trial.Macs + trial.Parameters) / 2 + 0.02 * random.Unit();
}
