using System.Diagnostics;
using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Telemetry;

public sealed class SpansTests : ClusterTest
{
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public SpansTests(GrainsCluster cluster) : base(cluster)
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "Paretune",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (_ended)
                    _ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public override async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Every_lease_names_the_span_its_search_was_submitted_in_also_by_an_activation_that_read_the_ledger()
    {
        var search = await Submit();
        var submit = Assert.Single(await Ended(search, "submit"));
        var first = await Lease();
        await Cluster.Silo.DeactivateAsync(search);
        var second = await Lease(worker: 2);

        Assert.Equal([submit.Id, submit.Id], [first.Trace, second.Trace]);
        Assert.Equal(("shapes", "dilated-separable"), (submit.GetTagItem("paretune.dataset"), submit.GetTagItem("paretune.network")));
    }

    [Fact]
    public async Task A_search_that_nobody_traces_leaves_nothing_of_it_in_the_ledger()
    {
        _listener.Dispose();
        var search = await Submit();

        Assert.Null((await Lease()).Trace);
        Assert.Null((await Cluster.Ledger.Read(await IdOf(search), 0, 1, default)).OfType<SearchStarted>().Single().Trace);
    }

    [Fact]
    public async Task A_report_is_a_span_with_its_decision_and_a_step_is_none()
    {
        var search = await Submit();
        var lease = await Lease();
        await Signal(Sample.Step(lease));
        await Report(lease, 1);

        var decision = Assert.Single(await Ended(search, "decision"));
        Assert.Equal(
            ((object)1, 1, 1, "continue"),
            (decision.GetTagItem("paretune.trial"), decision.GetTagItem("paretune.attempt"), decision.GetTagItem("paretune.epoch"),
                decision.GetTagItem("paretune.decision")));
    }

    private async Task<IReadOnlyList<Activity>> Ended(ISearchGrain search, string name)
    {
        var id = (await IdOf(search)).Value;
        lock (_ended)
            return [.. _ended.Where(activity => activity.OperationName == name && activity.GetTagItem("paretune.search") as string == id)];
    }
}
