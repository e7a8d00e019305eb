using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Paretune.Grains.Ledger;
using Paretune.Grains.Telemetry;
using Paretune.Grains.Tests.Cluster;
using Paretune.Testing;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Tests.Telemetry;

/// <summary>The metrics of working grains. The cluster is shared, so tests compare changes.</summary>
public sealed class GrainMeterTests : ClusterTest
{
    private readonly MeterReader _reader;

    public GrainMeterTests(GrainsCluster cluster) : base(cluster) =>
        _reader = new(cluster.Silo.GetSiloServiceProvider().GetRequiredService<IMeterFactory>());

    public override async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_and_what_runs_is_told_while_the_search_is_open()
    {
        string[] names = [
            "paretune.queue.length", "paretune.leases dataset=shapes network=dilated-separable", "paretune.searches state=running",
            "paretune.trials state=waiting", "paretune.trials state=running", "paretune.trials state=completed"];
        var search = await Submit();
        var submitted = Now(names);
        var lease = await Lease();
        var leased = Now(names);
        for (var epoch = 1; epoch <= 3; epoch++)
            await Report(lease, epoch);
        var trained = Now(names);
        await search.Pause();
        var paused = Now([.. names, "paretune.trials state=paused", "paretune.searches state=paused"]);
        await search.Cancel();

        Assert.Equal([2, 0, 1, 2, 0, 0], submitted);
        Assert.Equal([1, 1, 1, 1, 1, 0], leased);
        Assert.Equal([1, 0, 1, 1, 0, 1], trained);
        Assert.Equal([0, 0, 0, 1, 0, 1, 0, 1], paused);
        Assert.Equal([0, 0, 0, 0, 0, 0], Now(names));
    }

    [Fact]
    public async Task Ends_and_epochs_are_counted_once_each()
    {
        string[] names = ["paretune.trials.ended state=completed", "paretune.attempts.ended outcome=completed", "paretune.epochs"];
        var before = Now(names);
        await WorkUntilEnded(await Submit());

        // Two trials of three epochs, both on the front: an attempt each to train it and to test it.
        Assert.Equal([2, 4, 6], Now(names).Zip(before, (now, then) => now - then));
    }

    [Fact]
    public async Task A_lease_that_is_lost_and_what_comes_too_late_of_it_are_counted()
    {
        string[] names = ["paretune.leases.lost", "paretune.attempts.ended outcome=nodeLost", "paretune.signals.refused"];
        var before = Now(names);
        await Submit();
        var old = await Lease();
        await Lease(incarnation: "b");
        await Report(old, 1);

        Assert.Equal([1, 1, 1], Now(names).Zip(before, (now, then) => now - then));
    }

    [Fact]
    public async Task Epochs_that_a_diverged_trial_does_not_run_are_saved()
    {
        var before = Now("paretune.epochs.saved state=diverged");
        await Submit();
        await Report(await Lease(), 1, loss: double.NaN);

        Assert.Equal(2, Now("paretune.epochs.saved state=diverged") - before);
    }

    [Fact]
    public void So_are_those_of_a_trial_that_was_stopped_early()
    {
        using var meters = new Meters();
        using var reader = new MeterReader(meters);
        var meter = new GrainMeter(meters);
        var search = new Search(Sample.NewId());
        var trial = new TrialId(search.Id, 1);
        LedgerEntry[] entries =
        [
            new SearchStarted(Sample.Spec, Sample.Dataset, ""), new TrialAdded(1, new(1, 1, 1, 0.001, 0, 128), new(1, 1, 1)),
            new SearchStateChanged(SearchState.Running, ""),
            new AttemptStarted(1, 1, LeaseKind.Train, Sample.Worker(), 1),
            new EpochReported(Sample.Report(trial, 1, 1), Decision.Stop("no better than most")),
            new AttemptEnded(1, 1, AttemptOutcome.Stopped, TrialState.Stopped, "no better than most"),
        ];
        for (var i = 0; i < entries.Length; i++)
            search.Apply(entries[i] with { Sequence = i + 1, At = Sample.Noon });

        meter.Count(entries[^1], search.Figures);

        Assert.Equal((2, 0), (reader.Now("paretune.epochs.saved state=stopped"), reader.Now("paretune.epochs.saved state=diverged")));
    }

    [Fact]
    public async Task How_long_a_trial_waited_is_told_when_it_gets_its_device()
    {
        var search = await Submit();
        await Pass(TimeSpan.FromSeconds(20), search);
        await Lease();

        Assert.InRange(_reader.All("paretune.queue.wait kind=train")[^1], 20, 60);
    }

    [Fact]
    public async Task The_share_that_the_front_dominates_is_told_when_it_grows()
    {
        var search = await Submit();
        await WorkUntilEnded(search);

        Assert.Equal(
            (await search.Show())!.Score, _reader.All("paretune.score.ratio dataset=shapes network=dilated-separable")[^1]);
    }

    [Fact]
    public async Task Devices_that_the_queue_knows_of_are_told()
    {
        // The running queue may know this device from another test.
        await Cluster.Silo.DeactivateAsync(Queue);
        await Submit();
        var before = Now("paretune.workers");
        // A device number that no other test uses, because each device counts once.
        await Lease(worker: 7007);

        Assert.Equal(1, Now("paretune.workers") - before);
    }

    [Fact]
    public async Task Writes_are_measured_and_those_refused_or_failed_counted()
    {
        await Submit();
        var lease = await Lease();
        var (fenced, failures) = (Now("paretune.ledger.fenced"), Now("paretune.ledger.failures"));
        var written = _reader.All("paretune.ledger.write.duration").Count;
        await Report(lease, 1);
        await Cluster.Ledger.Claim(lease.Trial.Search, default);
        await Assert.ThrowsAsync<LedgerFencedException>(() => Report(lease, 2));
        Cluster.Ledger.HoldNext(new(), Task.FromException(new LedgerUnavailableException("the disk is full")));
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => Report(lease, 2));

        Assert.Equal((1, 1), (Now("paretune.ledger.fenced") - fenced, Now("paretune.ledger.failures") - failures));
        Assert.Equal(written + 1, _reader.All("paretune.ledger.write.duration").Count);
        Assert.Equal(1, _reader.All("paretune.ledger.write.entries")[^1]);
    }

    [Fact]
    public async Task An_open_search_that_nobody_asks_for_stays_and_is_counted()
    {
        await Submit();
        await Cluster.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);

        Assert.Equal(2, Now("paretune.queue.length"));
    }

    [Fact]
    public async Task A_search_that_went_away_is_looked_for_and_counted_again_though_no_worker_asks()
    {
        var search = await Submit();
        await Cluster.Silo.DeactivateAsync(search);
        var away = Now("paretune.queue.length");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Now("paretune.queue.length") != 2)
            await Task.Delay(50, limit.Token);

        Assert.Equal(0, away);
    }

    private double Now(string name) => _reader.Now(name) ?? 0;

    private double[] Now(string[] names) => [.. names.Select(Now)];
}
