using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Searches;

/// <summary>Trials that take the result of an equal trial, while several workers ask for work.</summary>
public sealed class SearchReusingTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    // A request waits up to a second for results that are looked up.
    private const int MostRequests = 100;

    // Results of other tests have other keys.
    private readonly string _trainsWith = Guid.NewGuid().ToString();

    [Fact]
    public async Task Of_two_workers_that_ask_at_once_neither_trains_what_was_trained_before()
    {
        var earlier = await Submit(0.5);
        await TrainAll(earlier);
        var search = await Submit(1, 0.5, 0.25);
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        Cluster.Ledger.BeforeFind = () =>
        {
            reached.TrySetResult();
            return gate.Task;
        };

        var first = Lease(search, 1);
        await reached.Task;
        var second = Lease(search, 2);
        // Once this is answered, the second worker waits too.
        await search.Share();
        gate.SetResult();
        var leases = await Task.WhenAll(first, second);

        Assert.Equal([1, 3], leases.Select(lease => lease.Trial.Number).Order());
        Assert.Equal(new TrialId(await IdOf(earlier), 1), (await search.Trial(2))!.ReusedFrom);
    }

    [Fact]
    public async Task A_trial_whose_look_up_fails_is_trained()
    {
        var search = await Submit(1, 0.5);
        Cluster.Ledger.BeforeFind = () => Task.FromException(new IOException("the database is away"));

        var lease = await search.Lease(Worker(1));

        Assert.Equal(1, lease!.Trial.Number);
    }

    public override ValueTask DisposeAsync()
    {
        Cluster.Ledger.BeforeFind = WatchedLedger.NoWait;
        return base.DisposeAsync();
    }

    private WorkerId Worker(int number) => Sample.Worker(number) with { TrainsWith = _trainsWith };

    private Task<ISearchGrain> Submit(params double[] widths) => Submit(
        spec => spec with
        {
            Space = spec.Space.With("width", [.. widths.Select(width => (HyperparameterValue)width)]).With("momentum", 0.9),
        },
        dataset: Sample.Dataset with { Content = "abc" });

    /// <summary>Asks until there is a lease, as a worker does.</summary>
    private async Task<Lease> Lease(ISearchGrain search, int worker)
    {
        for (var asked = 0; asked < MostRequests; asked++)
            if (await search.Lease(Worker(worker)) is { } lease)
                return lease;
        throw new TimeoutException($"no lease after {MostRequests} requests");
    }

    private async Task TrainAll(ISearchGrain search)
    {
        while (await search.Show() is { State: SearchState.Running })
        {
            var lease = await Lease(search, 1);
            if (lease.Kind == LeaseKind.Test)
                await search.Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.9, Loss = 1 });
            else
                for (var epoch = 1; epoch <= lease.Job.Epochs; epoch++)
                    await search.Judge(Sample.Report(lease.Trial, lease.Attempt, epoch, loss: 0.1, accuracy: 0.9));
        }
    }
}
