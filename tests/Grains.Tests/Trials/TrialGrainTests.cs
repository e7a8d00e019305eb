using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Trials;

public sealed class TrialGrainTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task A_trial_shows_its_curve_its_attempts_and_where_it_is()
    {
        await Submit();
        var first = await Lease();
        await Report(first, 1, accuracy: 0.3);
        var second = await Lease(incarnation: "b");
        await Report(second, 2, accuracy: 0.4);
        await Signal(Sample.Step(second));

        var detail = (await Trial(second.Trial).Show())!;

        Assert.Equal([0.3, 0.4], detail.Curve.Select(report => report.Accuracy));
        Assert.Equal([AttemptOutcome.NodeLost, null], detail.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal((Sample.Step(second), 2), (detail.Progress, detail.Trial.Attempt));
        Assert.Equal(["circle", "square"], detail.Classes);
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_answers_null()
    {
        var search = await Submit();

        var (unknown, stranger) = (await Trial(new(await IdOf(search), 99)).Show(), await Trial(new(new("nosuchid"), 1)).Show());

        Assert.Equal((null, null), (unknown, stranger));
    }

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
