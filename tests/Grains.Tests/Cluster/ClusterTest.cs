using System.Text.Json;

namespace Paretune.Grains.Tests.Cluster;

/// <summary>
/// The base of tests on the shared cluster. Each test's searches are cancelled at its end, so that the next test finds an empty queue.
/// </summary>
[Collection("cluster")]
public abstract class ClusterTest(GrainsCluster cluster) : IAsyncLifetime
{
    private readonly List<ISearchGrain> _searches = [];

    protected GrainsCluster Cluster => cluster;
    protected IQueueGrain Queue => cluster.Grains.GetGrain<IQueueGrain>(0);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var search in _searches)
            if (await search.Show() is { State: SearchState.Running or SearchState.Paused })
                await search.Cancel();
        GC.SuppressFinalize(this);
    }

    protected async Task<ISearchGrain> Submit(
        Func<SearchSpec, SearchSpec>? with = null, string owner = "ann", Dataset? dataset = null)
    {
        var search = cluster.Grains.GetGrain<ISearchGrain>(Sample.NewId().Value);
        await search.Start((with ?? (spec => spec))(Sample.Spec), dataset ?? Sample.Dataset, owner);
        _searches.Add(search);
        return search;
    }

    protected async Task<Lease> Lease(int worker = 1, string incarnation = "a") =>
        await Queue.Lease(Sample.Worker(worker, incarnation), "a processor") ?? throw new InvalidOperationException("there was no work");

    protected Task<Decision> Signal(Signal signal) => cluster.Grains.GetGrain<ITrialGrain>(signal.Trial.ToString()).Signal(signal);

    protected Task<Decision> Report(Lease lease, int epoch, double loss = 1, double accuracy = 0.5) =>
        Signal(Sample.Report(lease.Trial, lease.Attempt, epoch, loss, accuracy));

    /// <summary>Sends steps as a worker does, only faster, until one gets a decision other than to continue.</summary>
    protected Task<Decision> StepUntilTold(Lease lease) => Sample.StepUntilTold(cluster.Grains, lease);

    /// <summary>Renews a lease, as the silo of a worker does within a second.</summary>
    protected static Task Renew(ISearchGrain search, Lease lease) => search.Renew([new(Sample.Step(lease), TimeSpan.Zero)], TimeSpan.Zero);

    /// <summary>Acts as a worker with invented but reproducible metrics until the search has ended.</summary>
    protected async Task WorkUntilEnded(ISearchGrain search)
    {
        while (await search.Show() is { State: SearchState.Running })
            if (await Queue.Lease(Sample.Worker(), "a processor") is { } lease)
                await Work(lease);
    }

    /// <summary>
    /// Advances time in small steps while the search continues; a single jump would look like a process that was suspended.
    /// </summary>
    protected async Task Pass(TimeSpan time, ISearchGrain search)
    {
        var step = TimeSpan.FromSeconds(5);
        for (var passed = TimeSpan.Zero; passed <= time; passed += step)
        {
            cluster.Clock.Advance(step);
            await search.Prioritise(0);
        }
    }

    protected static async Task<SearchId> IdOf(ISearchGrain search) => (await search.Show())!.Id;

    /// <summary>Returns everything that users can see of a search.</summary>
    protected static async Task<string> Portrait(ISearchGrain search) => JsonSerializer.Serialize(
        new { Search = await search.Show(), Trials = await search.Trials(), Front = await search.Front() }, ParetuneJson.Options);

    private async Task Work(Lease lease)
    {
        if (lease.Kind == LeaseKind.Test)
            await Signal(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.4, Loss = 1 });
        else
            for (var epoch = lease.ReportedEpochs + 1; epoch <= lease.Job.Epochs; epoch++)
                await Report(lease, epoch, 1.0 / epoch, 0.8 * lease.Job.Configuration.Width);
    }
}
