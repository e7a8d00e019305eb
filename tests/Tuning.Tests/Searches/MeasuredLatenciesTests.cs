using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>The running sums that predict latencies, compared with a computation over all measured trials.</summary>
public sealed class MeasuredLatenciesTests
{
    private const int Fewest = 3;

    [Fact]
    public void Lines_are_those_through_all_that_is_measured_after_each_entry()
    {
        var scene = Played();
        var record = new SearchRecord(Scene.Id, (_, _) => scene.Space);
        var compared = 0;

        foreach (var entry in scene.Ledger)
        {
            record.Apply(entry);
            foreach (var silo in new[] { "host1", "host2", null })
                compared += Compare(record, silo) ? 1 : 0;
        }

        Assert.True(compared > 100, $"only {compared} lines were compared");
    }

    [Fact]
    public void Equal_costs_tell_no_latency()
    {
        var line = new LatencyLine();

        foreach (var latency in new[] { 1.0, 2, 4 })
            line.Add(1_234_567, latency);

        Assert.Equal(0, line.Slope);
    }

    /// <summary>Returns trials on two machines, of which some run again elsewhere, are extended, or restart after a failure.</summary>
    private static Scene Played()
    {
        var scene = new Scene(
            trials: 24, spec => spec with { Objectives = ["accuracy", "latency"], Latency = Precision.Fp32, Replicates = 2, Epochs = 2 },
            number => new(1000, (number * 37 % 24 + 1) * 1_234_567, 4000));
        var turn = 0;
        for (; turn < 200 && scene.Lease(1 + turn / 3 % 2) is { } lease; turn++)
            if (lease.Kind == LeaseKind.Test)
                scene.Tested(lease);
            else
                Train(scene, lease, turn);
        scene.Take(scene.Search.ExtendTrial(4, 2, scene.Now));
        Train(scene, scene.Lease(2)!, turn);
        return scene;
    }

    private static void Train(Scene scene, Lease lease, int turn)
    {
        for (var epoch = lease.ReportedEpochs + 1; epoch < lease.Job.Epochs; epoch++)
            scene.Report(lease, epoch, 1.0 / epoch, 0.6);
        var median = scene.Trial(lease.Trial.Number).Macs / 1e6 + Math.Sin(turn) + 3;
        scene.Judge(Scene.Reported(lease, lease.Job.Epochs, 1.0 / lease.Job.Epochs, 0.6 + 0.01 * lease.Trial.Number) with
        {
            Model = new(2000, new(Precision.Fp32, median, median, median, Runs: 9)),
        });
    }

    private static bool Compare(SearchRecord record, string? silo)
    {
        var measured = record.Trials.Where(trial => trial.Latency is not null).ToList();
        var own = measured.Where(trial => trial.MeasuredOn == silo).ToList();
        var used = own.Count >= Fewest ? own : measured;
        var line = record.Latencies.Fit("dilated-separable", silo, Fewest);
        if (used.Count < Fewest)
        {
            Assert.Null(line);
            return false;
        }

        Assert.Equal(used.Count, line!.Count);
        var (predicted, error) = At(used, 9e6);
        Assert.Equal(predicted, line.At(9e6).Predicted, 1e-9 * predicted);
        Assert.Equal(error, line.At(9e6).Error, 1e-6 * error);
        return true;
    }

    /// <summary>Computes the regression line by its definition.</summary>
    private static (double Predicted, double Error) At(List<TrialRecord> trials, double at)
    {
        var (macs, latency) = (trials.Average(trial => (double)trial.Cost.Macs), trials.Average(trial => trial.Latency!.Value));
        var spread = trials.Sum(trial => (trial.Cost.Macs - macs) * (trial.Cost.Macs - macs));
        var slope = trials.Sum(trial => (trial.Cost.Macs - macs) * (trial.Latency!.Value - latency)) / spread;
        var residuals = trials.Select(trial => trial.Latency!.Value - latency - slope * (trial.Cost.Macs - macs));
        var variance = residuals.Sum(one => one * one) / (trials.Count - 2);
        return (latency + slope * (at - macs), Math.Sqrt(variance * (1 + 1.0 / trials.Count + (at - macs) * (at - macs) / spread)));
    }
}
