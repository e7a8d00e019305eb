using System.Diagnostics;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench;

/// <summary>
/// Measures how long the strategy <c>front</c> occupies the grain of a large search: each decision and each lease of 10,000 trials of 100
/// epochs.
/// </summary>
internal static class FrontStrategyBenchmark
{
    private const int Trials = 10_000, Epochs = 100, Workers = 64;
    private const double Goal = 5;

    public static IEnumerable<Row> Run()
    {
        var sizes = new CurveModel(Trials, Epochs, seed: 1);
        foreach (var objectives in (string[][])[["accuracy", "macs"], ["accuracy", "parameters", "macs"]])
        {
            var spec = BenchSearch.Spec(side: 1, trials: 1, Epochs, seconds: 1) with
            {
                Objectives = [.. objectives],
                Strategy = new("front"),
                TrainImages = null,
            };
            var with = $"{Trials} trials of {Epochs} epochs, {objectives.Length} objectives";
            foreach (var row in Rows(sizes, spec, $"{with}; sizes vary"))
                yield return row;
            foreach (var row in Rows(new VariedModel(sizes), VariedModel.Searched(spec), $"{with}; networks and hyperparameters vary too"))
                yield return row;
        }
    }

    private static Row[] Rows(ITruth truth, SearchSpec spec, string with)
    {
        var (decisions, leases) = Times(truth, spec);
        return [
            new($"a decision on a report (p99 of {decisions.Count}; {with})", At(decisions, 0.99), "ms", Goal, AtMost: true),
            new($"a lease for a worker (p99 of {leases.Count}; {with})", At(leases, 0.99), "ms", Goal, AtMost: true),
            new($"the slowest decision or lease ({with})", Math.Max(At(decisions, 1), At(leases, 1)), "ms"),
        ];
    }

    private static (List<double> Decisions, List<double> Leases) Times(ITruth truth, SearchSpec spec)
    {
        var (decisions, leases) = (new List<double>(), new List<double>());
        var numbers = truth.Candidates.Index().ToDictionary(one => one.Item.Configuration.WeightDecay, one => one.Index);
        var search = new Search(new("bench"), (_, _) => CandidateSpace.Listed(truth.Candidates));
        search.Start(spec, BenchSearch.Dataset, default, "bench");
        var running = new PriorityQueue<(Lease Lease, int Epoch), double>();
        for (var worker = 1; worker <= Workers; worker++)
            Begin(worker, 0);
        while (running.TryDequeue(out var one, out var at))
        {
            var point = truth.At(numbers[one.Lease.Job.Configuration.WeightDecay], one.Epoch);
            var report = BenchSearch.Report(one.Lease, one.Epoch) with
            {
                Accuracy = point.Accuracy,
                TrainLoss = point.ValidationLoss,
                ValidationLoss = point.ValidationLoss,
                Seconds = point.Seconds,
            };
            if (Timed(decisions, () => search.Judge(report, default).Answer).Kind == DecisionKind.Continue)
                running.Enqueue((one.Lease, one.Epoch + 1), at + point.Seconds);
            else
                Begin(int.Parse(one.Lease.Worker.Silo, System.Globalization.CultureInfo.InvariantCulture), at);
        }

        return (decisions, leases);

        void Begin(int worker, double at)
        {
            if (Timed(leases, () => search.Lease(new($"{worker}", "simulated:1", "1"), default).Answer) is { Kind: LeaseKind.Train } lease)
                running.Enqueue((lease, lease.ReportedEpochs + 1), at + 1);
        }
    }

    private static T Timed<T>(List<double> times, Func<T> act)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = act();
        times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    private static double At(List<double> times, double share)
    {
        times.Sort();
        return times[Math.Min(times.Count - 1, (int)(share * times.Count))];
    }
}
