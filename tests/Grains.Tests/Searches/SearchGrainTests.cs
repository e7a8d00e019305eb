using Paretune.Grains.Ledger;
using Paretune.Grains.Tests.Cluster;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Tests.Searches;

public sealed class SearchGrainTests(GrainsCluster cluster) : ClusterTest(cluster)
{
    [Fact]
    public async Task A_submitted_search_is_trained_tested_and_completed()
    {
        var search = await Submit();

        await WorkUntilEnded(search);

        var view = (await search.Show())!;
        Assert.Equal((SearchState.Completed, 2, 6, 1), (view.State, view.Counts.Completed, view.Counts.EpochsDone, view.Optimum?.Trial));
        Assert.All((await search.Front())!.Trials, trial => Assert.Equal(0.4, trial.TestAccuracy));
    }

    [Fact]
    public async Task What_is_proposed_beside_the_turns_is_recorded_and_replays()
    {
        var search = await Submit(spec => spec with
        {
            Space = spec.Space.With("learningRate", [.. Enumerable.Range(1, 12).Select(step => (HyperparameterValue)(step * 1e-3))]),
            Strategy = new("bayesian"),
            Epochs = 1,
        });

        await WorkUntilEnded(search);

        var (entries, replay) = (await Entries(search), new SearchReplay(new(await IdOf(search))));
        foreach (var entry in entries)
            replay.Take(entry);
        replay.End();
        Assert.Null(replay.Difference);
        Assert.Equal(SearchState.Completed, (await search.Show())!.State);
        Assert.All(entries.OfType<TrialAdded>().Skip(6), added => Assert.NotNull(added.From));
    }

    [Fact]
    public async Task A_search_that_does_not_exist_answers_null_and_leaves_no_trace()
    {
        var search = Cluster.Grains.GetGrain<ISearchGrain>("nosuchid");

        object?[] answers =
        [
            await search.Show(), await search.Trials(), await search.Trial(1), await search.Front(), await search.Best(null, new()),
            await search.Pause(), await search.Resume(), await search.Cancel(), await search.Prioritise(1), await search.Events(0),
            await search.Archive(true), await search.Delete(), await search.Lease(Sample.Worker()),
        ];

        Assert.All(answers, Assert.Null);
        Assert.DoesNotContain(new("nosuchid"), await Queue.Searches());
        Assert.Equal(1, await Cluster.Ledger.Claim(new("nosuchid"), default));
    }

    [Fact]
    public async Task An_attempt_whose_search_was_deleted_has_lost_its_lease_whatever_it_signals()
    {
        var search = await Submit();
        var lease = await Lease();
        await search.Cancel();
        await search.Delete();

        var decisions = new List<Decision>();
        foreach (var signal in (Signal[])[Sample.Step(lease), Sample.Report(lease.Trial, lease.Attempt, 1) with { Seconds = 0 }])
            decisions.Add(await search.Judge(signal));

        Assert.All(decisions, decision => Assert.Equal(DecisionKind.LeaseLost, decision.Kind));
    }

    [Fact]
    public async Task A_repeated_report_gets_the_same_decision_and_is_written_once()
    {
        var search = await Submit(spec => spec with { Epochs = 1 });
        var lease = await Lease();

        var decisions = await Task.WhenAll(Report(lease, 1), Report(lease, 1));

        Assert.All(decisions, decision => Assert.Equal(Decision.Stop("completed"), decision));
        Assert.Single(await Entries(search), entry => entry is EpochReported);
    }

    [Fact]
    public async Task A_report_of_an_older_attempt_is_refused()
    {
        await Submit();
        var old = await Lease();
        await Lease(incarnation: "b");

        var decision = await Report(old, 1);

        Assert.Equal(Decision.LeaseLost("trial 1 is now in attempt 2; attempt 1 has lost its lease"), decision);
    }

    [Fact]
    public async Task A_paused_search_frees_its_device_and_goes_on_when_resumed()
    {
        var search = await Submit();
        var lease = await Lease();
        await Report(lease, 1);

        var paused = await search.Pause();
        var decision = await StepUntilTold(lease);
        await search.Resume();
        var next = await Lease();

        Assert.Equal((SearchState.Paused, 1), (paused!.State, paused.Counts.Paused));
        Assert.Equal(DecisionKind.Pause, decision.Kind);
        Assert.Equal((lease.Trial, 2, 1), (next.Trial, next.Attempt, next.ReportedEpochs));
    }

    [Fact]
    public async Task A_cancelled_search_frees_its_device_and_refuses_further_commands()
    {
        var search = await Submit();
        var lease = await Lease();

        var cancelled = await search.Cancel();
        var decision = await StepUntilTold(lease);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(search.Pause);

        Assert.Equal((SearchState.Cancelled, 1), (cancelled!.State, cancelled.Counts.Cancelled));
        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.EndsWith("is cancelled; a search that has ended cannot be paused", refused.Message);
    }

    [Fact]
    public async Task A_search_read_back_from_the_ledger_is_the_same_and_goes_on()
    {
        var search = await Submit();
        var lease = await Lease();
        await Report(lease, 1);
        var before = await Portrait(search);

        await Cluster.Silo.DeactivateAsync(search);

        Assert.Equal(before, await Portrait(search));
        Assert.Equal(Decision.Continue, await Report(lease, 2));
    }

    [Fact]
    public async Task Reports_that_come_together_are_written_together()
    {
        var search = await Submit(spec => spec with { Space = spec.Space.With("dilation", 1, 2, 3, 4) });
        var leases = new List<Lease>();
        for (var worker = 1; worker <= 8; worker++)
            leases.Add(await Lease(worker));
        var (gate, id) = (new TaskCompletionSource(), await IdOf(search));
        var reached = new TaskCompletionSource();
        Cluster.Ledger.HoldNext(reached, gate.Task);
        Cluster.Ledger.Appends.Clear();

        var reports = leases.Select(lease => search.Judge(Sample.Report(lease.Trial, lease.Attempt, 1))).ToList();
        await reached.Task;
        // Steps are answered without a write. By then most reports have arrived, but only one write can be in progress.
        await Task.WhenAll(leases.Select(lease => search.Judge(Sample.Step(lease))));
        gate.SetResult();
        await Task.WhenAll(reports);

        Assert.All(Cluster.Ledger.Appends, append => Assert.Equal(id, append.Search));
        Assert.Equal(8, Cluster.Ledger.Appends.Sum(append => append.Entries));
        Assert.True(Cluster.Ledger.Appends.Count < 8, $"8 reports took {Cluster.Ledger.Appends.Count} writes");
    }

    [Fact]
    public async Task A_view_does_not_show_what_is_not_written_yet()
    {
        var search = await Submit();
        var lease = await Lease();
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        Cluster.Ledger.HoldNext(reached, gate.Task);

        var report = search.Judge(Sample.Report(lease.Trial, lease.Attempt, 1));
        await reached.Task;
        var view = search.Show();
        gate.SetException(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(() => report);
        Assert.NotEqual(
            1, await view.ContinueWith(
                shown => shown.IsFaulted ? 0 : shown.GetAwaiter().GetResult()!.Counts.EpochsDone, TaskScheduler.Default));
        Assert.Equal(0, (await search.Show())!.Counts.EpochsDone);
    }

    [Fact]
    public async Task After_a_failed_write_the_same_report_is_taken()
    {
        var search = await Submit();
        var lease = await Lease();
        Cluster.Ledger.HoldNext(new(), Task.FromException(new IOException("the disk is full")));

        await Assert.ThrowsAsync<IOException>(() => Report(lease, 1));
        var retried = await Report(lease, 1);

        Assert.Equal(Decision.Continue, retried);
        Assert.Equal(1, (await search.Show())!.Counts.EpochsDone);
    }

    [Fact]
    public async Task An_activation_that_was_replaced_gives_itself_up()
    {
        var search = await Submit();
        var lease = await Lease();
        await Cluster.Ledger.Claim(await IdOf(search), default);

        await Assert.ThrowsAsync<LedgerFencedException>(() => Report(lease, 1));
        var retried = await Report(lease, 1);

        Assert.Equal(Decision.Continue, retried);
    }

    [Fact]
    public async Task A_lease_that_runs_out_is_given_to_another_worker()
    {
        var search = await Submit();
        var lost = await Lease(1);
        await Report(lost, 1);

        await Pass(lost.Duration, search);
        var entries = await EntriesUntil<AttemptEnded>(search);
        var next = await Lease(2);

        Assert.Equal(AttemptOutcome.NodeLost, entries.OfType<AttemptEnded>().Single().Outcome);
        Assert.Equal((lost.Trial, 2, 1), (next.Trial, next.Attempt, next.ReportedEpochs));
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_clock_that_is_set_takes_no_lease_away_and_keeps_none_too_long(int seconds)
    {
        var search = await Submit();
        var lease = await Lease();

        Cluster.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var decision = await Report(lease, 1);
        await Pass(lease.Duration, search);
        var entries = await EntriesUntil<AttemptEnded>(search);

        Cluster.Clock.Advance(TimeSpan.FromSeconds(-seconds));
        Assert.Equal(Decision.Continue, decision);
        Assert.Equal(AttemptOutcome.NodeLost, entries.OfType<AttemptEnded>().Single().Outcome);
    }

    [Fact]
    public async Task A_trial_shows_its_curve_its_attempts_and_where_it_is()
    {
        var search = await Submit();
        var first = await Lease();
        await Report(first, 1, accuracy: 0.3);
        var second = await Lease(incarnation: "b");
        await Report(second, 2, accuracy: 0.4);
        await Signal(Sample.Step(second));
        await Sample.EventsUntil(search, batch => !batch.Progress.IsEmpty);

        var detail = (await search.Detail(second.Trial.Number))!;

        Assert.Equal([0.3, 0.4], detail.Curve.Select(report => report.Accuracy));
        Assert.Equal([AttemptOutcome.NodeLost, null], detail.Attempts.Select(attempt => attempt.Outcome));
        Assert.Equal((Sample.Step(second), 2), (detail.Progress, detail.Trial.Attempt));
        Assert.Equal(["circle", "square"], detail.Classes);
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_answers_null()
    {
        var search = await Submit();

        var (unknown, stranger) = (await search.Detail(99), await Cluster.Grains.GetGrain<ISearchGrain>("nosuchid").Detail(1));

        Assert.Equal((null, null), (unknown, stranger));
    }

    [Fact]
    public async Task Events_come_in_order_go_on_where_they_were_left_and_end()
    {
        var search = await Submit();
        var first = (await search.Events(0))!;

        await WorkUntilEnded(search);
        var rest = (await search.Events(first.Entries[^1].Sequence))!;

        Assert.Equal(Enumerable.Range(1, first.Entries.Length + rest.Entries.Length).Select(number => (long)number),
            first.Entries.Concat(rest.Entries).Select(entry => entry.Sequence));
        Assert.Equal((false, true), (first.Ended, rest.Ended));
    }

    [Fact]
    public async Task Who_follows_a_search_is_served_from_memory_and_only_what_is_older_is_read_back()
    {
        const int Followers = 4;
        var search = await Submit(spec => spec with { Epochs = 20 });
        var id = await IdOf(search);
        var lease = await Lease();
        var before = Reads();
        for (var epoch = 1; epoch <= 10; epoch++)
        {
            await Report(lease, epoch);
            for (var follower = 0; follower < Followers; follower++)
                Assert.Single((await search.Events((await search.Show())!.Sequence - 1))!.Entries);
        }

        var followed = Reads() - before;
        await Cluster.Silo.DeactivateAsync(search);
        await Report(lease, 11);
        before = Reads();
        var all = (await search.Events(0))!.Entries;

        Assert.Equal((0, 1), (followed, Reads() - before));
        Assert.Equal((await search.Show())!.Sequence, all[^1].Sequence);
        Assert.Equal(all.Length, all[^1].Sequence);

        int Reads() => Cluster.Ledger.Reads.Count(read => read == id);
    }

    [Fact]
    public async Task Events_carry_the_latest_step_of_running_trials()
    {
        var search = await Submit();
        var step = Sample.Step(await Lease());

        await Signal(step);
        var batch = await Sample.EventsUntil(search, batch => !batch.Progress.IsEmpty);

        Assert.Equal([step], batch.Progress);
    }

    [Fact]
    public async Task A_silo_that_renews_its_leases_hears_of_a_cancel_at_once()
    {
        var search = await Submit();
        var lease = await Lease();
        var renewing = search.Renew([new(Sample.Step(lease), TimeSpan.Zero)], wait: TimeSpan.FromSeconds(20));

        await search.Cancel();

        var known = Assert.Single(await renewing.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal((lease.Trial.Number, lease.Attempt, DecisionKind.Stop), (known.Trial, known.Attempt, known.Decision.Kind));
    }

    [Fact]
    public async Task A_decision_is_not_told_before_it_is_written()
    {
        var search = await Submit();
        var lease = await Lease();
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        Cluster.Ledger.HoldNext(reached, gate.Task);

        var pausing = search.Pause();
        await reached.Task;
        var renewing = search.Renew([new(Sample.Step(lease), TimeSpan.Zero)], TimeSpan.Zero);
        await search.Share();
        Assert.False(renewing.IsCompleted);
        gate.SetException(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(() => pausing);
        await Assert.ThrowsAnyAsync<Exception>(() => renewing);
        Assert.Empty(await search.Renew([new(Sample.Step(lease), TimeSpan.Zero)], TimeSpan.Zero));
    }

    [Fact]
    public async Task Waiting_for_events_ends_when_one_comes()
    {
        var search = await Submit();
        var known = (await search.Show())!.Sequence;
        var waiting = search.Events(known);

        var lease = await Lease();

        var entries = (await waiting)!.Entries;
        Assert.Equal((1, lease.Attempt), (Assert.IsType<TrialAdded>(entries[0]).Trial, Assert.IsType<AttemptStarted>(entries[1]).Attempt));
    }

    private static async Task<IReadOnlyList<LedgerEntry>> Entries(ISearchGrain search) => (await search.Events(0))!.Entries;

    private static async Task<IReadOnlyList<LedgerEntry>> EntriesUntil<T>(ISearchGrain search)
    {
        var entries = new List<LedgerEntry>();
        while (!entries.OfType<T>().Any())
            entries.AddRange((await search.Events(entries.Count))!.Entries);
        return entries;
    }
}
