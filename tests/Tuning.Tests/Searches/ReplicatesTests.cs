using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Runs of trials with other seeds, once training is over.</summary>
public sealed class ReplicatesTests
{
    // Trial 3 is the cheapest; trial 1 is more expensive than 2 and slightly more accurate, so another run may settle its place.
    private static readonly double[] Accuracies = [0.904, 0.9, 0.7];

    [Fact]
    public void Once_training_is_over_the_uncertain_run_again_with_another_seed_and_the_search_stays_running()
    {
        var scene = Trained();

        var lease = scene.Lease()!;

        var own = scene.Ledger.OfType<AttemptStarted>().Count(one => one.Trial == lease.Trial.Number);
        Assert.Contains(lease.Trial.Number, new[] { 1, 2 });
        Assert.Equal((LeaseKind.Train, 2, 0, 1, own), (lease.Kind, lease.Attempt, lease.ReportedEpochs, lease.RestartedAfter, 2));
        Assert.Equal(TrialSeed.Compute(1, lease.Job.Network, lease.Job.Configuration, 1), lease.Job.TrialSeed);
        var (search, trial) = (scene.Search.Show()!, scene.Trial(lease.Trial.Number));
        Assert.Equal((SearchState.Running, true, TrialState.Running, 2), (search.State, search.IsConfirming, trial.State, trial.Run));
        Assert.Equal((2, 1, 0), (trial.Attempt, trial.KeptAttempt, trial.Epochs));
        Assert.Equal(Accuracies[trial.Number - 1], trial.Accuracy);
        scene.Replays();
    }

    [Fact]
    public void The_front_is_made_of_means_and_tested_once_each_place_is_sure_or_replicates_are_spent()
    {
        var scene = Trained();

        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, lease.Trial.Number == 1 ? 0.6 : 0.9);

        Assert.Equal([2, 3], scene.Search.Front()!.Trials.Select(trial => trial.Number).Order());
        var (first, second) = (scene.Trial(1), scene.Trial(2));
        Assert.Equal((0.904, 2, TrialState.Completed, 1), (first.Accuracy, first.Epochs, first.State, first.Attempt));
        Assert.True(first.Estimate!.OnFront < 0.05 && first.Estimate.Mean < 0.9, $"{first.Estimate}");
        Assert.True(second.Estimate is { OnFront: > 0.95, Decides: true } && second.OnFront, $"{second.Estimate}");
        Assert.Equal(0.904, first.Estimate.Runs[0]);
        Assert.True(scene.Ledger.OfType<ReplicateAdded>().All(added => added.Run is 2 or 3));
        End(scene);
        Assert.EndsWith(
            $" % {Further(second.Estimate!.Runs.Length - 1)}", scene.Search.Show()!.Optimum!.Reason, StringComparison.Ordinal);
        Assert.Equal(2, scene.Search.Show()!.Optimum!.Trial);
        Assert.Equal([2, 3], scene.Ledger.OfType<TrialTested>().Select(tested => tested.Result.Trial.Number).Order());
        var replicates = scene.Ledger.OfType<ReplicateAdded>().Count();
        Assert.Equal((6 + 2 * replicates, 6 + 2 * replicates),
            (scene.Search.Show()!.Counts.EpochsDone, scene.Search.Show()!.Counts.EpochsTotal));
        scene.Replays();
    }

    [Fact]
    public void A_search_that_was_not_started_has_nothing_to_run_again()
    {
        var search = new Search(Scene.Id);

        Assert.False(search.HasWork);
        Assert.Null(search.Lease(Scene.Worker(), default).Answer);
    }

    [Fact]
    public void A_sure_front_runs_nothing_again_and_without_replicates_nothing_does()
    {
        var sure = Trained(spec => spec, accuracies: [0.95, 0.8, 0.6]);
        var single = Trained(spec => spec with { Replicates = null });

        Assert.Equal((LeaseKind.Test, LeaseKind.Test), (sure.Lease()!.Kind, single.Lease()!.Kind));
        Assert.Single(sure.Ledger.OfType<FrontConfirmed>());
        Assert.Empty(single.Ledger.OfType<FrontConfirmed>());
        Assert.Equal((0.904, false), (single.Trial(1).Estimate!.Mean, single.Trial(1).Estimate!.Decides));
    }

    [Fact]
    public void A_run_that_fails_or_diverges_leaves_its_trial_as_it_was()
    {
        var scene = Trained(spec => spec with { MaxAttempts = 1 });

        scene.Fail(scene.Lease()!, AttemptFailure.Threw, "a broken disk");
        var failed = scene.Trial(1);
        scene.Report(scene.Lease()!, 1, loss: double.NaN);

        var diverged = scene.Trial(1);
        Assert.Equal((TrialState.Completed, "run 2 was not finished: a broken disk"), (failed.State, failed.Reason));
        Assert.StartsWith("run 3 was not finished: diverged in epoch 1", diverged.Reason, StringComparison.Ordinal);
        Assert.Equal((TrialState.Completed, 1, 1), (diverged.State, diverged.Attempt, diverged.Estimate!.Runs.Length));
        Assert.Equal(LeaseKind.Test, scene.Lease()!.Kind);
        scene.Replays();
    }

    [Fact]
    public void A_run_is_paused_lost_and_goes_on_under_its_own_attempts()
    {
        var scene = Trained();
        var first = scene.Lease()!;
        scene.Report(first, 1, loss: 0.9, accuracy: 0.5);

        scene.Take(scene.Search.Pause(scene.Now));
        scene.Take(scene.Search.Resume(scene.Now));
        var second = scene.Lease()!;
        scene.Now += TimeSpan.FromMinutes(5);
        scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));
        var third = scene.Lease()!;

        Assert.Equal((first.Trial, 1, 1), (second.Trial, second.ReportedEpochs, second.RestartedAfter));
        Assert.Equal((2, 3, 4), (first.Attempt, second.Attempt, third.Attempt));
        scene.Train(third, 0.9);
        Assert.Equal(2, scene.Trial(first.Trial.Number).Estimate!.Runs.Length);
        scene.Replays();
        scene.Take(scene.Search.ExtendTrial(3, 1, scene.Now));
        Assert.Empty(scene.Lease(worker: 9)!.OtherRuns);
    }

    [Fact]
    public void A_search_that_is_cancelled_or_spent_meanwhile_keeps_its_results()
    {
        var (cancelled, spent) = (Trained(), Trained(spec => spec with { Budget = new(Epochs: 7) }));
        var (first, second) = (cancelled.Lease()!, spent.Lease()!);

        cancelled.Take(cancelled.Search.Cancel(cancelled.Now));
        spent.Report(second, 1);

        Assert.Equal(
            (TrialState.Completed, "run 2 was not finished: the search was cancelled"),
            (cancelled.Trial(first.Trial.Number).State, cancelled.Trial(first.Trial.Number).Reason));
        Assert.Equal(TrialState.Completed, spent.Trial(second.Trial.Number).State);
        Assert.Equal(LeaseKind.Test, spent.Lease()!.Kind);
        Assert.Single(spent.Ledger.OfType<ReplicateAdded>());
        cancelled.Replays();
        spent.Replays();
    }

    [Fact]
    public void A_larger_space_or_budget_opens_what_was_confirmed()
    {
        var scene = Trained(spec => spec with { Budget = new(Epochs: 7) });
        scene.Train(scene.Lease()!, 0.9);
        End(scene);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);

        scene.Take(scene.Search.Extend(new(Epochs: 100), scene.Now));

        Assert.Equal((LeaseKind.Train, true), (scene.Lease()!.Kind, scene.Search.Show()!.IsConfirming));
        scene.Replays();
    }

    [Fact]
    public void A_run_that_the_budget_cut_runs_again_after_the_budget_is_raised()
    {
        var scene = Trained(spec => spec with { Replicates = 2, Budget = new(Epochs: 7) });
        var cut = scene.Lease()!;
        scene.Report(cut, 1);
        var reason = scene.Trial(cut.Trial.Number).Reason;
        End(scene);

        scene.Take(scene.Search.Extend(new(Epochs: 100), scene.Now));
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.9);

        var trial = scene.Trial(cut.Trial.Number);
        Assert.StartsWith("run 2 was not finished", reason, StringComparison.Ordinal);
        Assert.Equal((2, ""), (trial.Estimate!.Runs.Length, trial.Reason));
        Assert.Equal(
            [2, 2], scene.Ledger.OfType<ReplicateAdded>().Where(added => added.Trial == cut.Trial.Number).Select(added => added.Run));
        scene.Replays();
    }

    [Fact]
    public void A_run_that_waits_when_the_budget_is_spent_runs_again_after_it_is_raised()
    {
        var scene = Trained(spec => spec with { Replicates = 2, Budget = new(WallHours: 1) });
        var cut = scene.Lease()!;
        scene.Fail(cut, AttemptFailure.Preempted);
        scene.Now += TimeSpan.FromHours(2);
        Assert.Null(scene.Lease());
        End(scene);

        scene.Take(scene.Search.Extend(new(WallHours: 100), scene.Now));
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.9);

        Assert.Equal(2, scene.Trial(cut.Trial.Number).Estimate!.Runs.Length);
        scene.Replays();
    }

    [Fact]
    public void In_a_ledger_of_an_earlier_version_a_run_that_the_budget_cut_stays_spent()
    {
        var scene = Trained(spec => spec with { Replicates = 2, Budget = new(Epochs: 7) });
        scene.Report(scene.Lease()!, 1);
        End(scene);

        scene.Take(scene.Search.Extend(new(Epochs: 100), runsAgain: false, scene.Now));
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.9);
        End(scene);

        Assert.Equal(1, scene.Ledger.OfType<ReplicateAdded>().Count(added => added.Trial == 1));
        scene.Replays();
    }

    [Fact]
    public void A_trial_whose_further_training_was_stopped_keeps_the_runs_that_it_had()
    {
        var scene = Trained();
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.902);
        End(scene);
        var runs = scene.Trial(1).Estimate!.Runs;

        scene.Take(scene.Search.ExtendTrial(1, 1, scene.Now));
        scene.Take(scene.Search.StopTrials([1], scene.Now));
        End(scene);

        Assert.Equal(3, runs.Length);
        Assert.Equal(runs, scene.Trial(1).Estimate!.Runs);
        Assert.Equal([2, 3], scene.Ledger.OfType<ReplicateAdded>().Where(added => added.Trial == 1).Select(added => added.Run));
        scene.Replays();
    }

    [Fact]
    public void The_curve_of_a_trial_is_that_of_its_own_run()
    {
        var scene = Trained();
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.4);

        var history = TrialHistory.From(scene.Ledger.Where(entry => entry is EpochReported { Report.Trial.Number: 2 }
            or AttemptStarted { Trial: 2 } or AttemptEnded { Trial: 2 } or ReplicateAdded { Trial: 2 }));

        Assert.Equal([0.9, 0.9], history.Curve.Select(report => report.Accuracy));
        Assert.True(history.Attempts.Length > 1);
    }

    private static string Further(int runs) => runs == 0 ? "(1 run)" : $"({runs + 1} runs)";

    private static void End(Scene scene)
    {
        scene.Take(scene.Search.Expire(scene.Now, _ => true));
        while (scene.Lease() is { } lease)
            _ = lease.Kind == LeaseKind.Test ? scene.Tested(lease) : scene.Train(lease, 0.9);
    }

    private static Scene Trained(Func<SearchSpec, SearchSpec>? with = null, double[]? accuracies = null)
    {
        var scene = new Scene(
            trials: 3, spec => (with ?? (one => one))(spec with { Epochs = 2, Replicates = 3 }),
            dataset: Scene.Dataset with { TrainImages = 200_000 });
        foreach (var accuracy in accuracies ?? Accuracies)
            scene.Train(scene.Lease()!, accuracy);
        return scene;
    }
}
