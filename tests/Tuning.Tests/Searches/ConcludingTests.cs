namespace Paretune.Tuning.Tests.Searches;

public sealed class ConcludingTests
{
    /// <summary>Trial 1 is dominated by trial 2; trials 2 and 3 are the front.</summary>
    private static Scene Trained(Func<SearchSpec, SearchSpec>? with = null)
    {
        var scene = new Scene(trials: 3, with);
        scene.Train(scene.Lease()!, accuracy: 0.5);
        scene.Train(scene.Lease()!, accuracy: 0.8);
        scene.Train(scene.Lease()!, accuracy: 0.6);
        return scene;
    }

    [Fact]
    public void The_front_holds_what_nothing_dominates_by_ascending_cost()
    {
        var scene = Trained();

        var front = scene.Search.Front()!;

        Assert.Equal([3, 2], front.Trials.Select(trial => trial.Number));
        Assert.Equal([false, true, true], scene.Search.Trials()!.Value.Select(trial => trial.OnFront));
    }

    [Fact]
    public void Every_front_member_is_tested_once_all_trials_are_over()
    {
        var scene = Trained();

        var leases = new[] { scene.Lease(1), scene.Lease(2), scene.Lease(3) };

        Assert.Equal([2, 3, null], leases.Select(lease => lease?.Trial.Number));
        Assert.All(leases.Take(2), lease => Assert.Equal((LeaseKind.Test, 2), (lease!.Kind, lease.Attempt)));
    }

    [Fact]
    public void No_test_begins_while_a_trial_still_trains()
    {
        var scene = new Scene(trials: 2);
        scene.Train(scene.Lease(1)!);
        scene.Lease(2);

        var next = scene.Lease(3);

        Assert.Null(next);
    }

    [Fact]
    public void A_trial_stays_completed_and_keeps_its_training_attempt_while_it_is_tested()
    {
        var scene = Trained();

        scene.Lease();

        Assert.Equal((TrialState.Completed, 1), (scene.Trial(2).State, scene.Trial(2).Attempt));
    }

    [Fact]
    public void The_search_completes_with_its_optimum_after_the_last_test()
    {
        var scene = Trained();

        scene.Tested(scene.Lease()!, accuracy: 0.75);
        var last = scene.Tested(scene.Lease()!);

        var view = scene.Search.Show()!;
        Assert.Equal(Decision.Stop("completed"), last);
        Assert.Equal((SearchState.Completed, 2, scene.Now), (view.State, view.Optimum?.Trial, view.EndedAt));
        Assert.Equal((0.75, null), (scene.Trial(2).TestAccuracy, scene.Trial(1).TestAccuracy));
    }

    [Fact]
    public void A_repeated_test_result_changes_nothing()
    {
        var scene = Trained();
        var lease = scene.Lease()!;
        scene.Tested(lease, accuracy: 0.75);
        var entries = scene.Ledger.Count;

        var repeated = scene.Tested(lease, accuracy: 0.1);

        Assert.Equal(Decision.Stop("completed"), repeated);
        Assert.Equal(entries, scene.Ledger.Count);
    }

    [Fact]
    public void A_test_that_keeps_throwing_is_given_up_and_says_why()
    {
        var scene = Trained(spec => spec with { MaxAttempts = 2 });

        scene.Fail(scene.Lease()!, AttemptFailure.Threw, "file is gone");
        scene.Fail(scene.Lease()!, AttemptFailure.Threw, "file is gone");
        scene.Tested(scene.Lease()!);

        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        Assert.Equal(
            (TrialState.Completed, "could not be measured on the test images: file is gone"),
            (scene.Trial(2).State, scene.Trial(2).Reason));
    }

    [Fact]
    public void A_test_that_runs_out_of_memory_twice_is_given_up()
    {
        var scene = Trained();

        scene.Fail(scene.Lease()!, AttemptFailure.OutOfMemory);
        var second = scene.Lease()!;
        scene.Fail(second, AttemptFailure.OutOfMemory);
        scene.Tested(scene.Lease()!);

        Assert.Equal((2, 2), (second.Trial.Number, second.MicroBatchDivisor));
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
    }

    [Fact]
    public void A_test_that_is_paused_is_leased_again_after_the_search_resumes()
    {
        var scene = Trained();
        scene.Lease();

        scene.Take(scene.Search.Pause(scene.Now));
        scene.Take(scene.Search.Resume(scene.Now));
        var again = scene.Lease()!;

        Assert.Equal((2, 3, LeaseKind.Test), (again.Trial.Number, again.Attempt, again.Kind));
        Assert.Equal((TrialState.Completed, ""), (scene.Trial(2).State, scene.Trial(2).Reason));
    }

    [Fact]
    public void A_search_without_a_completed_trial_has_failed_and_says_what_became_of_them()
    {
        var scene = new Scene(trials: 2, spec => spec with { MaxAttempts = 1 });

        scene.Report(scene.Lease()!, 1, double.NaN);
        scene.Fail(scene.Lease()!, AttemptFailure.Threw);

        var view = scene.Search.Show()!;
        Assert.Equal((SearchState.Failed, "no trial completed: 1 diverged, 1 failed"), (view.State, view.Reason));
    }

    [Fact]
    public void Before_the_end_the_optimum_is_that_of_the_trials_so_far()
    {
        var scene = new Scene();

        var before = scene.Search.Show()!.Optimum;
        scene.Train(scene.Lease()!, accuracy: 0.7);
        var after = scene.Search.Show()!.Optimum;

        Assert.Equal((null, 1), (before?.Trial, after?.Trial));
    }

    [Fact]
    public void Another_rule_may_be_asked_for_with_limits()
    {
        var scene = Trained();

        var cheap = scene.Search.Best("most-accurate", new Limits(Macs: 9997));
        var none = scene.Search.Best(null, new Limits(Macs: 1));

        Assert.Equal(3, cheap?.Trial);
        Assert.Null(none);
        Assert.Throws<ArgumentException>(() => scene.Search.Best("best", new()));
    }

    [Fact]
    public void Below_the_least_accuracy_that_a_search_allows_nothing_is_recommended_and_all_is_trained()
    {
        var limits = new Limits(System.Collections.Immutable.ImmutableSortedDictionary<string, decimal>.Empty.Add("minAccuracy", 0.75m));
        var scene = new Scene(
            trials: 3, spec => spec with { Objectives = ["accuracy", "macs"], Limits = limits, Optimum = "smallest-within:100" },
            number => new(1000, number, 9));
        foreach (var accuracy in new[] { 0.7, 0.8 })
            scene.Train(scene.Lease()!, accuracy: accuracy);

        Assert.NotNull(scene.Lease());
        Assert.Equal((2, 2), (scene.Search.Show()!.Optimum!.Trial, scene.Search.Best(null, new())!.Trial));
        Assert.Equal(1, scene.Search.Best(null, new(limits.Set.SetItem("minAccuracy", 0.6m)))!.Trial);
        Assert.Null(scene.Search.Best(null, new(limits.Set.SetItem("minAccuracy", 0.9m))));
    }

    [Fact]
    public void A_trial_off_the_front_is_recommended_where_the_limits_exclude_what_dominates_it()
    {
        // Trial 1 beats trial 2 on both objectives, but has more bytes.
        var scene = new Scene(
            trials: 2, spec => spec with { Objectives = ["accuracy", "macs"] }, number => new(1000, number, 9000 / number));
        scene.Train(scene.Lease()!, accuracy: 0.8);
        scene.Train(scene.Lease()!, accuracy: 0.7);

        var small = scene.Search.Best(null, new Limits(Bytes: 5000));

        Assert.Equal([1], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Equal(2, small?.Trial);
    }
}
