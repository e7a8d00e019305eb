using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>A search ends at the first part of its budget that is reached, and says which part it was.</summary>
public sealed class BudgetTests
{
    [Theory, InlineData("grid"), InlineData("random"), InlineData("sobol"), InlineData("asha"), InlineData("front"), InlineData("bayesian")]
    public void Whatever_draws_the_trials_their_budget_is_said_to_be_spent_and_its_work_is_known(string strategy)
    {
        var scene = new Scene(trials: 6, spec => spec with
        {
            Budget = new(Trials: 2),
            Strategy = new StrategySpec(strategy).With("first", "cheapest"),
        });
        // Costs decrease with the number of the trial.
        if (strategy == "grid")
            Assert.Equal(2 * 10_000 - 6 - 5, scene.Search.Show()!.ComingMacs);

        TrainAll(scene);

        Assert.Equal("the budget of 2 trials is spent", scene.Search.Show()!.Reason);
    }

    [Fact]
    public void A_budget_of_trials_begins_no_more_and_says_so()
    {
        var scene = SceneOf(new(Trials: 2));
        Assert.Equal(
            (2, 2, 6), (scene.Search.Show()!.Counts.Total, scene.Search.Show()!.Counts.Waiting, scene.Search.Show()!.Counts.EpochsTotal));

        TrainAll(scene);

        Assert.Equal((SearchState.Completed, "the budget of 2 trials is spent", 2), Ended(scene));
    }

    [Fact]
    public void A_budget_that_is_not_reached_is_not_mentioned()
    {
        var scene = SceneOf(new(Trials: 9, Epochs: 100));

        TrainAll(scene);

        Assert.Equal((SearchState.Completed, "", 4), Ended(scene));
    }

    [Fact]
    public void A_budget_of_epochs_stops_the_trials_that_run_at_their_next_report()
    {
        var scene = SceneOf(new(Epochs: 5));
        scene.Train(scene.Lease(1)!);
        var (second, third) = (scene.Lease(2)!, scene.Lease(3)!);

        scene.Report(second, 1);
        var reaching = scene.Report(second, 2);
        var late = scene.Report(third, 1);

        Assert.Equal(Decision.Stop("stopped after 2 of 3 epochs: the budget of 5 epochs is spent"), reaching);
        Assert.Equal(Decision.Stop("stopped after 1 of 3 epochs: the budget of 5 epochs is spent"), late);
        Assert.Equal((TrialState.Stopped, TrialState.Stopped), (scene.Trial(2).State, scene.Trial(3).State));
        Assert.Equal(LeaseKind.Test, scene.Lease(4)!.Kind);
        Assert.Equal((3, 0), (scene.Search.Show()!.Counts.Total, scene.Search.Show()!.Counts.Waiting));
    }

    [Fact]
    public void A_trial_that_waits_when_the_budget_is_spent_is_stopped_with_it()
    {
        var scene = SceneOf(new(Epochs: 4));
        var (first, second) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(first, 1);
        scene.Fail(first, AttemptFailure.Preempted);

        scene.Train(second);

        Assert.Equal((TrialState.Stopped, "the budget of 4 epochs is spent"), (scene.Trial(1).State, scene.Trial(1).Reason));
        Assert.Equal("the budget of 4 epochs is spent", Finish(scene).Reason);
    }

    [Fact]
    public void A_trial_given_back_after_the_budget_was_spent_gets_no_further_attempt()
    {
        var scene = SceneOf(new(Epochs: 3));
        var (first, second) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Train(first);

        scene.Fail(second, AttemptFailure.Preempted, "the silo is stopping");

        Assert.Equal((TrialState.Stopped, "the silo is stopping"), (scene.Trial(2).State, scene.Trial(2).Reason));
        Assert.Equal(LeaseKind.Test, scene.Lease(3)!.Kind);
    }

    [Fact]
    public void A_share_counts_an_epoch_with_the_macs_of_its_network()
    {
        // Trial 1 costs 10 of 10 + 30 + 30 + 30: three of its epochs are a tenth of the grid.
        var scene = SceneOf(new(Share: 0.1), number => new(1, number == 1 ? 10 : 30, 1));

        scene.Train(scene.Lease()!);

        Assert.Equal("the budget of 10 % of the grid's cost is spent", Finish(scene).Reason);
    }

    [Fact]
    public void Hours_are_those_of_the_devices_as_reported()
    {
        // Each report has 2 seconds.
        var scene = SceneOf(new(Hours: 8 / 3600.0));
        scene.Train(scene.Lease()!);

        var last = scene.Report(scene.Lease()!, 1);

        Assert.Equal(DecisionKind.Stop, last.Kind);
        Assert.StartsWith("the budget of 0.0022", Finish(scene).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_reads_its_spent_budget_back()
    {
        var scene = SceneOf(new(Epochs: 3));
        scene.Train(scene.Lease()!);

        var replayed = scene.Replayed();

        Assert.Equal(scene.Search.Show()!.Counts, replayed.Show()!.Counts);
        Assert.Equal(LeaseKind.Test, replayed.Lease(Scene.Worker(5), scene.Now).Answer!.Kind);
    }

    [Fact]
    public void A_search_whose_last_attempts_are_lost_after_its_budget_was_spent_ends()
    {
        var scene = SceneOf(new() { Epochs = 2 });
        var (first, _) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(first, epoch: 1);
        scene.Report(first, epoch: 2);

        scene.Take(scene.Search.Expire(scene.Now + Search.LeaseDuration, Scene.NoneGone));

        Assert.Equal(SearchState.Failed, scene.Search.Show()!.State);
    }

    [Fact]
    public void So_does_one_whose_last_attempt_is_lost_to_a_restart()
    {
        var scene = SceneOf(new() { Epochs = 2 });
        var (first, _) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(first, epoch: 1);
        scene.Report(first, epoch: 2);

        scene.Lease(2, incarnation: "b");

        Assert.Equal(SearchState.Failed, scene.Search.Show()!.State);
    }

    private static Scene SceneOf(Budget budget, Func<int, Cost>? cost = null) =>
        new(trials: 4, spec => spec with { Budget = budget }, cost);

    private static void TrainAll(Scene scene)
    {
        while (scene.Lease() is { } lease)
            if (lease.Kind == LeaseKind.Train)
                scene.Train(lease);
            else
                scene.Tested(lease);
    }

    private static SearchView Finish(Scene scene)
    {
        TrainAll(scene);
        return scene.Search.Show()!;
    }

    private static (SearchState, string, int) Ended(Scene scene) =>
        (scene.Search.Show()!.State, scene.Search.Show()!.Reason, scene.Search.Show()!.Counts.Total);
}
