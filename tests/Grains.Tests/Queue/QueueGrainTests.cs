using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Queue;

public sealed class QueueGrainTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task Equal_searches_take_turns()
    {
        var (one, other) = (await IdOf(await Submit()), await IdOf(await Submit()));

        var leases = new List<Lease>();
        for (var worker = 1; worker <= 4; worker++)
            leases.Add(await Lease(worker));

        Assert.Equal([one, other, one, other], leases.Select(lease => lease.Trial.Search));
    }

    [Fact]
    public async Task Workers_that_ask_at_once_are_shared_too()
    {
        var (one, other) = (await IdOf(await Submit()), await IdOf(await Submit()));

        var leases = await Task.WhenAll(Lease(1), Lease(2));

        Assert.Equal(new[] { one, other }.Order(ById), leases.Select(lease => lease.Trial.Search).Order(ById));
    }

    [Fact]
    public async Task A_higher_priority_goes_first_even_when_it_is_given_later()
    {
        await Submit();
        var urgent = await Submit();
        await urgent.Prioritise(5);

        var leases = new[] { await Lease(1), await Lease(2) };

        Assert.All(leases, lease => Assert.Equal(urgent.GetPrimaryKeyString(), lease.Trial.Search.Value));
    }

    [Fact]
    public async Task Owners_take_turns_after_a_restart_of_the_queue_too()
    {
        await Submit();
        await Submit();
        var urgent = await Submit(spec => spec with { Priority = 5 });
        var others = await Submit(owner: "bob");

        await Cluster.Silo.DeactivateAsync(Queue);
        var leases = new[] { await Lease(1), await Lease(2), await Lease(3) };

        var (first, second) = (await IdOf(urgent), await IdOf(others));
        Assert.Equal([first, second, first], leases.Select(lease => lease.Trial.Search));
    }

    [Fact]
    public async Task A_waiting_worker_is_served_as_soon_as_a_search_is_submitted()
    {
        var waiting = Queue.Lease(Sample.Worker(), "a processor");

        var search = await Submit();

        Assert.Equal(await IdOf(search), (await waiting)?.Trial.Search);
    }

    [Fact]
    public async Task A_worker_is_answered_null_when_nothing_comes()
    {
        var lease = await Queue.Lease(Sample.Worker(), "a processor");

        Assert.Null(lease);
    }

    [Fact]
    public async Task A_queue_that_starts_anew_knows_the_unfinished_searches_and_their_priorities()
    {
        await Submit();
        var urgent = await Submit();
        await urgent.Prioritise(5);

        await Cluster.Silo.DeactivateAsync(Queue);
        var lease = await Lease();

        Assert.Equal(await IdOf(urgent), lease.Trial.Search);
    }

    [Fact]
    public async Task Searches_are_listed_newest_first()
    {
        var (one, other) = (await IdOf(await Submit()), await IdOf(await Submit()));

        var listed = await Queue.Searches();

        Assert.Equal([other, one], listed.Take(2));
    }

    [Fact]
    public async Task The_cluster_shows_what_each_device_is_doing_and_forgets_those_that_are_gone()
    {
        var search = await Submit();
        var lease = await Lease(71);
        await Queue.Lease(Sample.Worker(72), "a processor");
        await Pass(TimeSpan.FromSeconds(20), search);
        await Renew(search, lease);
        await Pass(TimeSpan.FromSeconds(20), search);

        var view = await Queue.Cluster();

        var busy = Assert.Single(view.Workers, worker => worker.Worker.Silo == "host71");
        Assert.Equal((lease.Trial, "a processor"), (busy.Trial, busy.DeviceName));
    }

    [Fact]
    public async Task A_queue_that_starts_anew_knows_the_devices_that_train()
    {
        await Submit();
        var lease = await Lease(61);

        await Cluster.Silo.DeactivateAsync(Queue);
        var view = await Queue.Cluster();

        Assert.Equal(lease.Trial, Assert.Single(view.Workers, worker => worker.Worker.Silo == "host61").Trial);
    }

    [Fact]
    public async Task A_dead_device_is_forgotten_though_its_trial_runs_elsewhere()
    {
        var search = await Submit(spec => spec with { Space = spec.Space.With("width", 1) });
        var lost = await Lease(81);
        await Pass(lost.Duration, search);
        var next = await Lease(82);

        await Pass(TimeSpan.FromSeconds(10), search);
        await Renew(search, next);
        var view = await Queue.Cluster();

        Assert.Equal(lost.Trial, next.Trial);
        Assert.Equal(["host82"], view.Workers.Where(worker => worker.Trial == lost.Trial).Select(worker => worker.Worker.Silo));
    }

    [Fact]
    public async Task A_device_that_tests_a_model_is_not_forgotten()
    {
        var search = await Submit(spec => spec with { Epochs = 1, Space = spec.Space.With("width", 1) });
        await Report(await Lease(91), 1);
        var test = await Lease(91);

        for (var i = 0; i < 4; i++)
        {
            await Pass(TimeSpan.FromSeconds(10), search);
            await Renew(search, test);
        }

        Assert.Equal(LeaseKind.Test, test.Kind);
        Assert.Contains((await Queue.Cluster()).Workers, worker => worker.Worker.Silo == "host91" && worker.Trial == test.Trial);
    }

    [Fact]
    public async Task A_device_is_as_busy_as_the_time_in_which_it_had_a_lease()
    {
        var search = await Submit();
        await Lease(95);
        await Pass(TimeSpan.FromSeconds(20), search);
        await search.Cancel();
        var idle = Queue.Lease(Sample.Worker(95), "a processor");
        // The answer comes after the queue has registered the worker's request.
        await Queue.Cluster();
        Cluster.Clock.Advance(TimeSpan.FromSeconds(25));
        await idle;

        var device = Assert.Single((await Queue.Cluster()).Workers, worker => worker.Worker.Silo == "host95");

        // Busy for 25 s and idle for 25 s; the request itself takes some real time.
        Assert.Equal((null, 0.5), (device.Trial, Math.Round(device.BusyShare, 1)));
    }

    [Fact]
    public async Task The_queue_names_the_searches_in_the_order_in_which_they_are_served()
    {
        var (later, urgent) = (await Submit(), await Submit(spec => spec with { Priority = 3 }));

        SearchId[] expected = [await IdOf(urgent), await IdOf(later)];
        Assert.Equal(expected, (await Queue.Cluster()).Queue.Where(expected.Contains));
    }

    private static Comparer<SearchId> ById { get; } = Comparer<SearchId>.Create(
        (one, other) => string.CompareOrdinal(one.Value, other.Value));
}
