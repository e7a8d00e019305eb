namespace Paretune.EndToEnd.Tests;

/// <summary>A worker on another host loses its network, to silos and database alike, and gets it back.</summary>
[Collection("network"), Trait("needs", "root")]
public sealed class NetworkCutTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_worker_cut_off_for_longer_than_its_lease_does_no_harm()
    {
        await using var host = await NetworkHost.Create();
        await using var cluster = await ClusterProcesses.Start(controls: 1, workers: 1, "simulated:2", NetworkHost.Here);
        var undisturbed = await cluster.Submit(ChaosCluster.Search(epochSeconds: 0.01));
        await cluster.Ended(undisturbed);
        var far = cluster.Add("worker", "simulated:2", NetworkHost.Through);
        far.Settings["Paretune__Address"] = NetworkHost.There;
        far.Probe = false;
        await cluster.Repair();
        var id = await cluster.Submit(ChaosCluster.Search(epochSeconds: 1));
        await cluster.Until(id, entry => SearchEvents.Started(entry, far.Name));

        var cut = TimeProvider.System.GetUtcNow();
        await NetworkHost.Cut();
        await cluster.Until(
            id, entry => SearchEvents.TypeOf(entry) == "attemptEnded" && entry["outcome"]!.GetValue<string>() == "nodeLost");
        await Task.Delay(TimeSpan.FromSeconds(20));
        await NetworkHost.Mend();
        await cluster.Ended(id);

        var audit = await LedgerAudit.From(cluster.Database.Connection, id);
        var lost = audit.Ends.First(end => end.Outcome == AttemptOutcome.NodeLost);
        output.WriteLine($"known as lost {(lost.At - cut).TotalSeconds:F1} s after the cut: {lost.Reason}");
        audit.Holds(ChaosCluster.Epochs);
        Assert.Equal(await cluster.TimedTable(undisturbed), await cluster.TimedTable(id));
    }
}
