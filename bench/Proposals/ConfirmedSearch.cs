using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Proposals;

/// <summary>A count out of a total.</summary>
internal readonly record struct Counted(int Count, int Of);

/// <summary>A search that confirmed its front with replicates, compared with runs that it did not see.</summary>
/// <param name="Single">Trials on the front of the first runs that are also on the front of the other runs.</param>
/// <param name="Shown">Trials on the front with a probability of at least 90 % that are also on the front of the unseen runs.</param>
/// <param name="Covered">Trials that may be on the front and whose interval covers the mean of their unseen runs.</param>
/// <param name="SingleAbove">
/// How much more accurate the trials on the front of the first runs were in their first run than in their other runs, on average.
/// </param>
/// <param name="ShownAbove">
/// How much higher the estimated means of trials with a probability of at least 90 % are than the means of their unseen runs, on average.
/// </param>
/// <param name="FurtherWork">The compute of the replicates as a share of that of the first runs.</param>
/// <param name="Unsettled">Trials whose place on the front is still undecided at the end (probability between 5 and 95 %).</param>
internal sealed record ConfirmedSearch(
    Counted Single, Counted Shown, Counted Covered, double SingleAbove, double ShownAbove, double FurtherWork, int Unsettled)
{
    // A search sees at most two of a trial's three runs.
    private const int Runs = 3, Replicates = 2;
    private const double Shows = 0.9, Sure = 0.95, Z = 1.959963984540054;

    public static ConfirmedSearch From(MacroNetworks networks, StrategySpec strategy, int trials, int seed)
    {
        var (random, index) = (
            new SplitMix64(seed), networks.Candidates.Index().ToDictionary(one => one.Item.Configuration, one => one.Index));
        var orders = networks.Macs.Select(_ => Enumerable.Range(0, Runs).OrderBy(_ => random.Next()).ToArray()).ToArray();
        var search = new Search(new("bench"), (_, _) => CandidateSpace.Listed(networks.Candidates));
        search.Start(Spec(strategy, trials, seed), BenchSearch.Dataset with { TrainImages = 0 }, default, "bench");
        while (search.Lease(new("1", "simulated:1", "1"), default).Answer is { Kind: LeaseKind.Train } lease)
        {
            var network = index[lease.Job.Configuration];
            var run = search.Trial(lease.Trial.Number)!.Run - 1 ?? 0;
            var accuracy = networks.Runs[orders[network][run]][network];
            search.Judge(BenchSearch.Report(lease, 1) with { Accuracy = accuracy, ValidationLoss = 1 - accuracy }, default);
        }

        return Compare([.. search.Trials()!.Value.Select(trial => new Seen(
            trial, [.. orders[index[trial.Configuration]].Select(run => networks.Runs[run][index[trial.Configuration]])]))]);
    }

    private static ConfirmedSearch Compare(Seen[] seen)
    {
        var (first, others, unseen) = (
            FrontOf(seen, one => one.Runs[0]), FrontOf(seen, one => (one.Runs[1] + one.Runs[2]) / 2), FrontOf(seen, one => one.Unseen));
        Seen[] shown = [.. seen.Where(one => one.Estimate.OnFront >= Shows)], candidates = [.. seen.Where(one => one.Estimate.OnFront > 0)];
        var noise = NoiseOf(seen);
        return new(
            new(first.Count(others.Contains), first.Count), new(shown.Count(unseen.Contains), shown.Length),
            new(candidates.Count(one => Covers(one, noise)), candidates.Length),
            first.Average(one => one.Runs[0] - (one.Runs[1] + one.Runs[2]) / 2),
            shown.Select(one => one.Estimate.Mean - one.Unseen).DefaultIfEmpty().Average(),
            seen.Sum(one => (one.Estimate.Runs.Length - 1.0) * one.Trial.Macs) / seen.Sum(one => (double)one.Trial.Macs),
            seen.Count(one => one.Estimate.OnFront is > 1 - Sure and < Sure));
    }

    private static HashSet<Seen> FrontOf(Seen[] seen, Func<Seen, double> accuracy) =>
        [.. seen.Where(one => !seen.Any(other => other.Trial.Macs <= one.Trial.Macs && accuracy(other) > accuracy(one)))];

    /// <summary>Returns the variance between the runs of a network, averaged over the trials that may be on the front.</summary>
    private static double NoiseOf(Seen[] seen) => seen.Where(one => one.Estimate.OnFront > 0)
        .Average(one => one.Runs.Sum(run => (run - one.Runs.Average()) * (run - one.Runs.Average())) / (Runs - 1));

    /// <summary>
    /// Returns whether the interval covers the unseen mean, allowing for the noise of that mean, which is that of only one or two runs.
    /// </summary>
    private static bool Covers(Seen one, double noise)
    {
        var deviation = (one.Estimate.High - one.Estimate.Low) / 2 / Z;
        return Math.Abs(one.Unseen - one.Estimate.Mean)
            <= Z * Math.Sqrt(deviation * deviation + noise / (Runs - one.Estimate.Runs.Length));
    }

    private static SearchSpec Spec(StrategySpec strategy, int trials, int seed)
    {
        var spec = BenchSearch.Spec(side: 1, trials: 1, epochs: 1, seconds: 1);
        return spec with
        {
            Space = MacroNetworks.Space(spec.Space),
            Objectives = ["accuracy", "macs"],
            Optimum = "most-accurate",
            Strategy = strategy,
            TrainImages = null,
            Seed = seed,
            Budget = new(Trials: trials),
            Replicates = Replicates,
        };
    }

    /// <param name="Runs">Accuracies of all runs, in the order in which the search sees them.</param>
    private sealed record Seen(TrialView Trial, double[] Runs)
    {
        public TrialEstimate Estimate => Trial.Estimate!;
        public double Unseen { get; } = Runs[Trial.Estimate!.Runs.Length..].Average();
    }
}
