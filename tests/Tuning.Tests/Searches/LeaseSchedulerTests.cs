using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

public sealed class LeaseSchedulerTests
{
    [Fact]
    public void Fresh_trials_are_leased_in_the_order_of_their_numbers()
    {
        var scene = new Scene();

        var leases = new[] { scene.Lease(1), scene.Lease(2), scene.Lease(3), scene.Lease(4) };

        Assert.Equal([1, 2, 3, null], leases.Select(lease => lease?.Trial.Number));
    }

    [Fact]
    public void A_lease_carries_what_a_trainer_needs()
    {
        var scene = new Scene();

        var lease = scene.Lease()!;

        Assert.Equal(
            new("cifar10", "dilated-separable", Sample.Configuration(dilation: 1), 32, 3, 1)
            {
                TrialSeed = TrialSeed.Compute(1, "dilated-separable", Sample.Configuration(dilation: 1)),
                Content = "abc",
            },
            lease.Job);
        Assert.Equal(
            (1, LeaseKind.Train, 0, 1, Scene.Worker()),
            (lease.Attempt, lease.Kind, lease.ReportedEpochs, lease.MicroBatchDivisor, lease.Worker));
    }

    [Fact]
    public void A_worker_that_asks_again_before_it_signalled_gets_the_same_lease()
    {
        var scene = new Scene();
        var lease = scene.Lease();
        var entries = scene.Ledger.Count;

        var again = scene.Lease();

        Assert.Equal(lease, again);
        Assert.Equal(entries, scene.Ledger.Count);
    }

    [Fact]
    public void A_worker_that_asks_again_after_it_signalled_has_lost_its_lease()
    {
        var scene = new Scene();
        scene.Step(scene.Lease()!);

        var again = scene.Lease()!;

        Assert.Equal((1, 2), (again.Trial.Number, again.Attempt));
        Assert.Equal(AttemptOutcome.NodeLost, scene.Ledger.OfType<AttemptEnded>().Single().Outcome);
    }

    [Fact]
    public void A_device_that_comes_back_under_a_new_incarnation_has_lost_its_lease()
    {
        var scene = new Scene();
        var lost = scene.Lease()!;

        var next = scene.Lease(incarnation: "b")!;

        Assert.Equal((1, 2), (next.Trial.Number, next.Attempt));
        Assert.Equal(DecisionKind.LeaseLost, scene.Report(lost, 1).Kind);
    }

    [Fact]
    public void A_lost_trial_with_progress_goes_before_fresh_ones()
    {
        var scene = new Scene();
        scene.Lease(1);
        scene.Report(scene.Lease(2)!, 1);
        scene.Now += Search.LeaseDuration;
        scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));

        var leases = new[] { scene.Lease(3)!, scene.Lease(4)! };

        Assert.Equal([2, 1], leases.Select(lease => lease.Trial.Number));
        Assert.Equal([1, 0], leases.Select(lease => lease.ReportedEpochs));
    }

    [Fact]
    public void A_lease_ends_when_nothing_is_heard_for_its_duration()
    {
        var scene = new Scene();
        scene.Lease();

        scene.Now += Search.LeaseDuration;
        var ended = scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));

        Assert.Equal(1, ended);
        Assert.Equal(TrialState.Waiting, scene.Trial(1).State);
        Assert.Equal("no signal from cpu on host1 for 30 s", scene.Trial(1).Reason);
    }

    [Fact]
    public void A_worker_whose_process_is_gone_loses_its_lease_at_once()
    {
        var scene = new Scene();
        scene.Lease(1);
        scene.Lease(2);

        var ended = scene.Take(scene.Search.Expire(scene.Now, worker => worker == Scene.Worker(2)));

        Assert.Equal(1, ended);
        Assert.Equal((TrialState.Running, TrialState.Waiting), (scene.Trial(1).State, scene.Trial(2).State));
        Assert.Equal("host2 left the cluster", scene.Trial(2).Reason);
    }

    [Fact]
    public void A_step_renews_the_lease_and_writes_nothing()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;
        var entries = scene.Ledger.Count;

        scene.Now += Search.LeaseDuration / 2;
        var decision = scene.Step(lease);
        scene.Now += Search.LeaseDuration / 2;
        var ended = scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));

        Assert.Equal(Decision.Continue, decision);
        Assert.Equal(0, ended);
        Assert.Equal(entries, scene.Ledger.Count);
    }

    [Fact]
    public void After_a_restart_leases_start_anew()
    {
        var scene = new Scene();
        scene.Lease();
        scene.Now += TimeSpan.FromHours(1);
        var restarted = scene.Replayed();

        restarted.RenewLeases(scene.Now);

        Assert.Equal(0, restarted.Expire(scene.Now, Scene.NoneGone).Answer);
        Assert.Equal(1, restarted.Expire(scene.Now + Search.LeaseDuration, Scene.NoneGone).Answer);
    }

    [Fact]
    public void Lost_leases_do_not_count_as_tries()
    {
        var scene = new Scene(trials: 1, spec => spec with { MaxAttempts = 1 });

        for (var incarnation = 0; incarnation < 5; incarnation++)
            scene.Lease(incarnation: $"{incarnation}");

        Assert.Equal((TrialState.Running, 5), (scene.Trial(1).State, scene.Trial(1).Attempt));
    }

    [Fact]
    public void A_test_measures_the_model_of_the_attempt_whose_report_ended_the_trial()
    {
        var scene = new Scene(trials: 1);
        scene.Fail(scene.Lease()!, AttemptFailure.Preempted);
        var second = scene.Lease()!;
        Assert.Null(scene.Trial(1).ModelAttempt);
        scene.Train(second);

        var test = scene.Lease()!;

        Assert.Equal((LeaseKind.Test, 3, 2), (test.Kind, test.Attempt, test.ModelAttempt));
        Assert.Equal(2, scene.Trial(1).ModelAttempt);
    }
}
