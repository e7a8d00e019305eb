using System.Diagnostics;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench;

/// <summary>
/// Measures how long a large search takes to process a report: one that completes a trial and adds it to a front of 10,000 trials, and one
/// at a rung with 10,000 trials.
/// </summary>
internal static class FrontBenchmark
{
    private const int Members = 10_000, Measured = 200;
    private const double Goal = 1;

    private static readonly WorkerId Worker = new("bench", "simulated:1", "1");

    public static IEnumerable<Row> Run()
    {
        foreach (
            var objectives in (string[][])[
                ["accuracy", "macs"], ["accuracy", "parameters", "macs"], ["accuracy", "parameters", "macs", "bytes"],
                ["accuracy", "parameters", "macs", "bytes", "latency"]])
            yield return new(
                $"completing a trial that joins a front of {Members}, {objectives.Length} objectives, including the row of the list "
                + $"(median of {Measured})",
                Completion(objectives), "ms", Goal, AtMost: true);
        yield return new($"a decision at a rung of {Members} trials (median of {Measured})", Decision(), "ms", Goal, AtMost: true);
    }

    private static double Completion(string[] objectives)
    {
        var (search, times) = (New(Spec(objectives, new StrategySpec("grid").With("first", "listed"), epochs: 1)), new List<double>());
        for (var number = 0; search.Lease(Worker, default).Answer is { Kind: LeaseKind.Train } lease; number++)
        {
            var began = Stopwatch.GetTimestamp();
            search.Judge(BenchSearch.Report(lease, 1) with { Accuracy = AccuracyOf(number), Model = Timed(number) }, default);
            search.Show();
            if (number >= Members)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Statistics.Median(times);
    }

    private static double Decision()
    {
        var (search, times, random) = (
            New(Spec(["accuracy", "parameters", "macs"], Asha(), epochs: 9)), new List<double>(), new SplitMix64(1));
        for (var number = 0; number < Members + Measured && search.Lease(Worker, default).Answer is { } lease; number++)
        {
            var began = Stopwatch.GetTimestamp();
            var decision = search.Judge(BenchSearch.Report(lease, 1) with { Accuracy = random.Unit() }, default).Answer;
            if (number >= Members)
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (decision.Kind == DecisionKind.Continue)
                search.Judge(
                    new AttemptEnd
                    {
                        Trial = lease.Trial,
                        Attempt = lease.Attempt,
                        Failure = AttemptFailure.OverLimits,
                        Message = "measured"
                    }, default);
        }

        return Statistics.Median(times);
    }

    private static ModelMeasurements Timed(int number)
    {
        var milliseconds = 1 + Place(number) * 1e-4;
        return new(1, new(Precision.Fp32, milliseconds, milliseconds, milliseconds, Runs: 1));
    }

    private static StrategySpec Asha() => new StrategySpec("asha").With("minEpochs", 1).With("first", "listed").With("sampler", "grid");

    /// <summary>Larger trials are more accurate, so that all are on the front.</summary>
    private static double AccuracyOf(int number) => 0.5 + 0.4 * Place(number) / (Members + Measured);

    private static int Place(int number) => number * 7 % (Members + Measured);

    private static Search New(SearchSpec spec)
    {
        var space = CandidateSpace.Listed([.. Enumerable.Range(0, Members + Measured).Select(number => new Candidate(
            "dilated-separable", new(1, 1, 1, LearningRate: 0.001, WeightDecay: number * 1e-7, BatchSize: 128),
            new(10_000 + Place(number), 100_000 + 11L * Place(number), 40_000 + 4L * Place(number))))]);
        var search = new Search(new("bench"), (_, _) => space);
        search.Start(spec, BenchSearch.Dataset, default, "bench");
        return search;
    }

    private static SearchSpec Spec(string[] objectives, StrategySpec strategy, int epochs) =>
        BenchSearch.Spec(side: 1, trials: 1, epochs, seconds: 1) with
        {
            Objectives = [.. objectives],
            Strategy = strategy,
            TrainImages = null,
        };
}
