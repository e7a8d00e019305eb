using Orleans.TestingHost;
using Paretune.Grains.Ledger;
using Paretune.Grains.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Grains.Tests.Searches;

/// <summary>A cluster whose silos cannot read each other's checkpoints.</summary>
public sealed class CheckpointsApartTests : IAsyncLifetime
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static readonly WorkerId Here = new("here", "cpu", "1"), There = new("there", "cpu", "1");

    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private int _asked;
    private SqliteLedger? _ledger;
    private InProcessTestCluster? _cluster;

    public async ValueTask InitializeAsync()
    {
        _ledger = new(Path.Combine(_folder, "ledger.sqlite"));
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddParetuneGrains(_ => _ledger, keeping: new(IsApart: true));
            silo.AddIncomingGrainCallFilter(Count);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        await _ledger!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_parked_trial_waits_for_its_silo_and_is_offered_to_others_once_that_trains_nothing_more()
    {
        var search = _cluster!.Client.GetGrain<ISearchGrain>("apart001");
        await search.Start(ThreeAlike, Sample.Dataset, "");
        var (best, parked) = (await Ask(Here), await Ask(There));
        await Report(search, best, 1, accuracy: 0.9);
        Assert.Equal(DecisionKind.Pause, (await Report(search, parked, 1, accuracy: 0.3)).Kind);
        var last = await Ask(There);

        // The second trial may return without the first, but its checkpoint is on the silo that trains the third.
        await Report(search, best, 2, loss: double.NaN);
        _asked = 0;
        Assert.Null(await Queue.Lease(Here, "a processor"));
        Assert.InRange(_asked, 1, 20);

        await Report(search, last, 1, accuracy: 0.1);
        Assert.Equal(parked.Trial, (await Ask(Here)).Trial);
    }

    private static SearchSpec ThreeAlike => Sample.Spec with
    {
        Space = Hyperparameters.DefaultSpace.With("learningRate", 0.1, 0.01, 0.001),
        Strategy = new StrategySpec("asha").With("first", "listed").With("sampler", "grid").With("minEpochs", 1),
        Epochs = 9,
    };

    private IQueueGrain Queue => _cluster!.Client.GetGrain<IQueueGrain>(0);

    private static Task<Decision> Report(ISearchGrain search, Lease lease, int epoch, double loss = 1, double accuracy = 0.5) =>
        search.Judge(Sample.Report(lease.Trial, lease.Attempt, epoch, loss, accuracy));

    private Task Count(IIncomingGrainCallContext call)
    {
        if (call is { Grain: SearchGrain, MethodName: nameof(ISearchGrain.Lease) })
            Interlocked.Increment(ref _asked);
        return call.Invoke();
    }

    private async Task<Lease> Ask(WorkerId worker)
    {
        using var late = new CancellationTokenSource(Long);
        while (true)
        {
            late.Token.ThrowIfCancellationRequested();
            if (await Queue.Lease(worker, "a processor") is { } lease)
                return lease;
        }
    }
}
