using Paretune.Tuning.Searches;
using Paretune.Tuning.Tests.Strategies.ModelBased;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Parked trials: the size of their checkpoints, and the silo that has them.</summary>
public sealed class ParkedTrialPolicyTests
{
    // After one epoch, a trial of 1,000 parameters has one checkpoint of 16 bytes per parameter.
    private const int BytesOfOne = 16_000;

    [Fact]
    public void Beyond_the_bytes_that_parked_trials_may_keep_the_least_likely_one_is_stopped()
    {
        var scene = Bounded();

        var dropped = Assert.Single(scene.Ledger.OfType<ParkedDropped>());

        Assert.Equal((3, BytesOfOne), (dropped.Trial, dropped.Bytes));
        Assert.Equal(
            "stopped after 1 epoch: checkpoints of parked trials would exceed Paretune:ParkedBytes (48 kB of 40 kB), and this "
            + "trial was the least likely to continue; it was parked by ASHA after 1 epoch: 2 of 3 trials rank higher (accuracy, "
            + "parameters, MACs); the top third continues", dropped.Reason);
        Assert.Equal(
            [TrialState.Completed, TrialState.Parked, TrialState.Stopped, TrialState.Parked],
            scene.Search.Trials()!.Value.Select(trial => trial.State));
        Assert.Equal(dropped.Reason, scene.Trial(3).Reason);
    }

    [Fact]
    public void Front_gives_up_the_trial_with_the_least_chance()
    {
        // Each trial has 10,000 parameters more than the one before: trial 2's checkpoint takes 320 kB, trial 4's 640 kB.
        var scene = FrontScenes.Taught(keeping: new(ParkedBytes: 900_000));
        scene.Report(scene.Lease()!, 1, accuracy: 0.25);
        scene.Report(scene.Lease()!, 1, accuracy: 0.01);

        Assert.Equal([4], scene.Ledger.OfType<ParkedDropped>().Select(dropped => dropped.Trial));
    }

    [Fact]
    public void What_was_dropped_does_not_go_on_with_a_greater_budget_either()
    {
        var scene = Bounded(new() { Epochs = 13 });
        scene.Report(scene.Lease()!, 1, accuracy: 0.8);
        Assert.Equal(TrialState.Stopped, scene.Trial(2).State);

        scene.Take(scene.Search.Extend(new() { Epochs = 40 }, scene.Now));

        Assert.Equal((TrialState.Parked, TrialState.Stopped), (scene.Trial(2).State, scene.Trial(3).State));
    }

    [Fact]
    public void The_front_is_tested_where_the_last_trial_is_dropped()
    {
        var scene = FrontScenes.Parked(keeping: new(ParkedBytes: 1));

        Assert.Equal(18, scene.Ledger.OfType<ParkedDropped>().Count());
        while (scene.Lease() is { } lease)
            scene.Tested(lease);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
    }

    [Fact]
    public void A_replay_drops_the_same_trials()
    {
        var scene = Bounded();
        var replay = new SearchReplay(new(Scene.Id, (_, _) => scene.Space));

        foreach (var entry in scene.Ledger)
            replay.Take(entry);
        replay.End();

        Assert.Null(replay.Difference);
        Assert.Equal(40_000, scene.Ledger.OfType<SearchStarted>().Single().ParkedBytes);
    }

    [Fact]
    public void A_parked_trial_stands_beside_the_front_with_its_accuracy_so_far_until_a_member_is_better()
    {
        var scene = new Scene(trials: 3, spec => spec with { Strategy = Sample.Asha(), Epochs = 9 }, cost: _ => new(1000, 1000, 1));
        var best = scene.Lease(1)!;
        scene.Report(best, 1, accuracy: 0.9);
        scene.Report(scene.Lease(2)!, 1, accuracy: 0.3);

        var parked = Assert.Single(scene.Search.Front()!.SoFar);
        Assert.Equal((2, 0.3, true, false), (parked.Number, parked.Accuracy, scene.Trial(2).SoFar, scene.Trial(2).OnFront));
        Assert.Empty(scene.Search.Front()!.Trials);

        for (var epoch = 2; epoch <= 9; epoch++)
            scene.Report(best, epoch, 1.0 / epoch, accuracy: 0.9);
        Assert.Empty(scene.Search.Front()!.SoFar);
        Assert.False(scene.Trial(2).SoFar);
    }

    [Fact]
    public void Without_a_common_place_a_parked_trial_waits_for_its_silo_while_that_trains()
    {
        var scene = FrontScenes.Parked(keeping: new(IsApart: true));
        var own = scene.Lease(worker: 1)!;
        Assert.Equal(2, own.Trial.Number);

        Assert.Null(scene.Lease(worker: 2));
        Assert.True(scene.Search.HasWork);

        scene.Report(own, 2, accuracy: 0.1);
        scene.Report(own, 3, 0.5, accuracy: 0.1);
        Assert.Equal(3, scene.Lease(worker: 2)!.Trial.Number);
    }

    [Fact]
    public void With_a_common_place_any_silo_goes_on_with_it()
    {
        var scene = FrontScenes.Parked();
        scene.Lease(worker: 1);

        Assert.Equal(3, scene.Lease(worker: 2)!.Trial.Number);
    }

    [Fact]
    public void A_worker_that_must_leave_a_parked_trial_to_another_silo_takes_what_comes_next()
    {
        // Trials 2 and 3 may return; 2 was parked on one silo, 3 on another.
        var scene = new Scene(
            trials: 4, spec => spec with { Strategy = Sample.Asha(), Epochs = 9 }, cost: _ => new(1000, 1000, 1), new(IsApart: true));
        var (best, other) = (scene.Lease(worker: 1)!, scene.Lease(worker: 2)!);
        scene.Report(best, 1, accuracy: 0.9);
        Assert.Equal(DecisionKind.Pause, scene.Report(other, 1, accuracy: 0.3).Kind);
        var third = scene.Lease(worker: 2)!;
        scene.Judge(Scene.Reported(best, 2) with { ValidationLoss = double.NaN });

        // Trial 2 would pass without the one that diverged, but its silo is still training.
        Assert.Equal(4, scene.Lease(worker: 1)!.Trial.Number);
        scene.Report(third, 1, accuracy: 0.1);
        Assert.Equal(2, scene.Lease(worker: 2)!.Trial.Number);
    }

    /// <summary>
    /// Returns a search of equally large trials, of which one has completed; of the next three, which are parked, only two may keep their
    /// checkpoints.
    /// </summary>
    private static Scene Bounded(Budget? budget = null)
    {
        var scene = new Scene(
            trials: 5, spec => spec with { Strategy = Sample.Asha(), Epochs = 9, Budget = budget }, cost: _ => new(1000, 1000, 1),
            new(ParkedBytes: 40_000));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        foreach (var accuracy in (double[])[0.3, 0.2, 0.25])
            scene.Report(scene.Lease()!, 1, accuracy: accuracy);
        return scene;
    }
}
