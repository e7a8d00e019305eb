using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Trials;

public sealed class TrialGrainTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task A_trial_refuses_the_signals_of_another()
    {
        await Submit();
        var lease = await Lease();

        var refused = await Assert.ThrowsAsync<ArgumentException>(
            () => Trial(lease.Trial with { Number = 2 }).Signal(Sample.Step(lease)));

        Assert.Contains($"{lease.Trial}", refused.Message);
    }

    private ITrialGrain Trial(TrialId id) => Cluster.Grains.GetGrain<ITrialGrain>(id.ToString());
}
