namespace Paretune.Bench;

/// <summary>
/// Behaves like a worker of the cluster: asks the queue for leases, reports each epoch to its trial, and carries out decisions. Its epochs
/// take a fixed time.
/// </summary>
internal static class BenchWorker
{
    /// <summary>Works until no work is left.</summary>
    public static async Task Run(IGrainFactory grains, int number, TimeSpan epochTime)
    {
        var worker = new WorkerId("bench", $"simulated:{number}", "1");
        while (await grains.GetGrain<IQueueGrain>(0).Lease(worker, "bench") is { } lease)
        {
            var trial = grains.GetGrain<ITrialGrain>(lease.Trial.ToString());
            if (lease.Kind == LeaseKind.Test)
                await trial.Signal(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.45, Loss = 1.5 });
            else
                await Train(trial, lease, epochTime);
        }
    }

    private static async Task Train(ITrialGrain trial, Lease lease, TimeSpan epochTime)
    {
        var decision = Decision.Continue;
        for (var epoch = 1; decision.Kind == DecisionKind.Continue; epoch++)
        {
            await Task.Delay(epochTime);
            decision = await trial.Signal(BenchSearch.Report(lease, epoch));
        }
    }
}
