using Paretune.Grains.Tests.Cluster;

namespace Paretune.Grains.Tests.Trials;

/// <summary>The placement of a trial's grain while workers on two silos train the trial.</summary>
public sealed class TrialPlacementTests(TwoSilos cluster) : IClassFixture<TwoSilos>
{
    [Fact]
    public async Task A_trial_lives_on_the_silo_that_trains_it()
    {
        var search = await Submit();
        var (one, other) = (await Lease(search, worker: 0), await Lease(search, worker: 1));

        await Step(one, silo: 0);
        await Step(other, silo: 1);

        Assert.Equal((0, 1), (await cluster.SiloOf(one.Trial), await cluster.SiloOf(other.Trial)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task It_follows_a_trial_that_was_given_back_to_another_silo(int from, int to)
    {
        var search = await Submit();
        var lease = await Lease(search, from);
        await Step(lease, from);
        await cluster.Signal(new AttemptEnd { Trial = lease.Trial, Attempt = lease.Attempt, Failure = AttemptFailure.Preempted }, from);

        var next = await Lease(search, to);
        await StepUntil(next, to);

        Assert.Equal((lease.Trial, 2), (next.Trial, next.Attempt));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task It_follows_a_trial_whose_lease_was_lost_to_another_silo_and_tells_the_worker_that_lost_it(int from, int to)
    {
        var search = await Submit();
        var lost = await Lease(search, from);
        await Step(lost, from);
        // The device was restarted: its lease is lost, and its new process owns the trial until the search is paused.
        await Lease(search, from, incarnation: "b");

        var told = await Sample.StepUntilTold(cluster.Beside(from), lost);
        await search.Pause();
        await search.Resume();
        var next = await Lease(search, to);
        await StepUntil(next, to);

        Assert.Equal(DecisionKind.LeaseLost, told.Kind);
        Assert.Equal((lost.Trial, 3), (next.Trial, next.Attempt));
    }

    [Fact]
    public async Task A_newer_attempt_on_the_same_silo_is_the_one_whose_lease_is_renewed()
    {
        var search = await Submit();
        var lost = await Lease(search, worker: 0);
        await Step(lost, silo: 0);
        await search.Pause();
        await search.Resume();
        var next = await Lease(search, worker: 0);

        await StepUntil(next, silo: 0);
        await StepUntil(next, silo: 0);
        await Sample.EventsUntil(search, batch => batch.Progress.Contains(Sample.Step(next)));

        Assert.Equal((lost.Trial, 2), (next.Trial, next.Attempt));
    }

    [Fact]
    public async Task A_late_step_of_an_older_attempt_is_refused_where_the_trial_is_now()
    {
        var search = await Submit();
        var lost = await Lease(search, worker: 0);
        await Step(lost, silo: 0);
        await search.Pause();
        await search.Resume();
        await StepUntil(await Lease(search, worker: 1), silo: 1);

        var late = await Step(lost, silo: 0);

        Assert.Equal(Decision.LeaseLost("trial 1 is now in attempt 2; attempt 1 has lost its lease"), late);
        Assert.Equal(1, await cluster.SiloOf(lost.Trial));
    }

    [Fact]
    public async Task To_look_at_a_trial_makes_no_grain_and_moves_none()
    {
        var search = await Submit();

        var lease = await Lease(search, worker: 1);
        var before = await search.Detail(1);
        var without = await cluster.SiloOf(new(await Id(search), 1));
        await Step(lease, silo: 1);
        await Sample.EventsUntil(search, batch => !batch.Progress.IsEmpty);
        var during = await cluster.Beside(0).GetGrain<ISearchGrain>((await Id(search)).Value).Detail(1);

        Assert.Equal((null, null), (before!.Progress, without));
        Assert.Equal((Sample.Step(lease), 1), (during!.Progress, await cluster.SiloOf(lease.Trial)));
    }

    [Fact]
    public async Task A_grain_that_was_asked_where_no_attempt_runs_does_not_stay()
    {
        var search = await Submit();
        var trial = new TrialId(await Id(search), 1);

        var detail = await cluster.Client.GetGrain<ITrialGrain>(trial.ToString()).Detail((await search.Trial(1))!, []);
        var lease = await Lease(search, worker: 1);
        await StepUntil(lease, silo: 1);

        Assert.Null(detail);
    }

    private async Task<ISearchGrain> Submit()
    {
        var search = cluster.Client.GetGrain<ISearchGrain>(Sample.NewId().Value);
        await search.Start(Sample.Spec, Sample.Dataset, "ann");
        return search;
    }

    private static async Task<SearchId> Id(ISearchGrain search) => (await search.Show())!.Id;

    private static async Task<Lease> Lease(ISearchGrain search, int worker, string incarnation = "a") =>
        await search.Lease(Sample.Worker(worker, incarnation)) ?? throw new InvalidOperationException("there was no work");

    private Task<Decision> Step(Lease lease, int silo) => cluster.Signal(Sample.Step(lease), silo);

    /// <summary>Sends steps until the grain is on that silo.</summary>
    private async Task StepUntil(Lease lease, int silo)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        do
            await Step(lease, silo);
        while (await cluster.SiloOf(lease.Trial) != silo && await pace.WaitForNextTickAsync(end.Token));
    }
}
