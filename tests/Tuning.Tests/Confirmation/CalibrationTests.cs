using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Confirmation;

/// <summary>
/// Whether statements about trials hold for unseen runs: networks of NAS-Bench-Macro, each seen in one of its three runs, and in a second
/// one if requested. The short form of <c>bench -- confirmation</c>.
/// </summary>
public sealed class CalibrationTests
{
    private const int Searches = 40, Trials = 200, Replicates = 2;

    // The quantile of the standard normal distribution with 2.5 % on each side.
    private const double Z = 1.959963984540054;

    // Close to the best at no higher cost: mostly, what a strategy that models accuracy tries.
    private const double Near = 0.01;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Members_shown_with_nine_tenths_are_on_the_front_of_runs_not_seen_and_intervals_cover_those(bool isDense)
    {
        var networks = isDense ? NearFront(Network.Read()) : Network.Read();

        var checks = Enumerable.Range(1, Searches).AsParallel().Select(seed => Check.From(networks, seed)).ToList();

        var said = string.Join("; ", checks);
        Assert.True(checks.Sum(one => one.Confirmed) >= 0.85 * checks.Sum(one => one.Shown), said);
        Assert.InRange(checks.Sum(one => one.Covered) / (double)checks.Sum(one => one.Candidates), 0.93, 0.97);
        Assert.True(checks.Average(one => one.FurtherWork) <= 0.25, said);
        Assert.True(checks.Sum(one => one.Shown) >= 5 * Searches, said);
    }

    private static ImmutableArray<Network> NearFront(ImmutableArray<Network> all) =>
        [.. all.Where(one => all.All(other => other.Macs > one.Macs || other.Runs.Average() < one.Runs.Average() + Near))];

    /// <param name="Shown">Trials shown with at least 90 %.</param>
    /// <param name="Confirmed">Those of them that are also on the front of the unseen runs.</param>
    /// <param name="Candidates">Trials that are on the front in some of the draws.</param>
    /// <param name="Covered">Those of them whose interval covers the mean of the unseen runs, allowing for the noise of that mean.</param>
    private sealed record Check(int Shown, int Confirmed, int Candidates, int Covered, double FurtherWork)
    {
        public static Check From(ImmutableArray<Network> all, int seed)
        {
            var (random, drawn) = (new SplitMix64(seed), new HashSet<int>());
            while (drawn.Count < Trials)
                drawn.Add(random.Below(all.Length));
            Network[] networks = [.. drawn.Select(at => all[at].Shuffled(random))];
            var measured = networks.Select((one, at) => one.Measured(at)).ToList();
            var (prior, work) = (new AccuracyPrior(axes: 1), measured.Sum(one => one.Work));
            measured.ForEach(prior.Add);
            FrontConfirmation confirmation;
            while ((confirmation = new(measured, prior, images: 0, seed))
                .Next(trial => Replicates - measured[trial].Accuracies.Length) is { } next)
                measured[next] = measured[next] with { Accuracies = networks[next].Runs[..(measured[next].Accuracies.Length + 1)] };
            return From(networks, measured, confirmation) with
            {
                FurtherWork = measured.Sum(one => one.Work * (one.Accuracies.Length - 1)) / work,
            };
        }

        private static Check From(Network[] networks, List<MeasuredTrial> measured, FrontConfirmation confirmation)
        {
            double[] unseen = [.. networks.Select((one, at) => one.Runs[measured[at].Accuracies.Length..].Average())];
            var estimates = measured.Select(one => confirmation.Estimate(one)).ToList();
            var noise = RunNoise.Pooled(measured);
            bool IsOnFront(int at) => !networks.Index().Any(other =>
                unseen[other.Index] > unseen[at] && other.Item.Macs <= networks[at].Macs);
            bool IsCovered(int at)
            {
                var deviation = (estimates[at].High - estimates[at].Low) / 2 / Z;
                var ofUnseen = noise.Variance(estimates[at].Mean) / (3 - measured[at].Accuracies.Length);
                return Math.Abs(unseen[at] - estimates[at].Mean) <= Z * Math.Sqrt(deviation * deviation + ofUnseen);
            }

            int[] shown = [.. Enumerable.Range(0, Trials).Where(at => estimates[at].OnFront >= 0.9)];
            int[] candidates = [.. Enumerable.Range(0, Trials).Where(at => estimates[at].OnFront > 0)];
            return new(shown.Length, shown.Count(IsOnFront), candidates.Length, candidates.Count(IsCovered), 0);
        }
    }

    private sealed record Network(double Macs, ImmutableArray<double> Runs)
    {
        public static ImmutableArray<Network> Read()
        {
            using var table = JsonDocument.Parse(File.ReadAllBytes(Cases.TableOf("nas-bench-macro_cifar10.json")));
            return
            [
                .. table.RootElement.EnumerateObject().Select(one => new Network(
                    one.Value.GetProperty("flops").GetDouble(),
                    [.. one.Value.GetProperty("test_acc").EnumerateArray().Select(accuracy => accuracy.GetDouble() / 100)])),
            ];
        }

        public Network Shuffled(SplitMix64 random) => this with { Runs = [.. Runs.OrderBy(_ => random.Next())] };

        public MeasuredTrial Measured(int at) => new(at, [Macs], [Math.Log2(Macs)], [Runs[0]], Macs);
    }
}
