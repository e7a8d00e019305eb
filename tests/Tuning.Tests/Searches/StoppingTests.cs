namespace Paretune.Tuning.Tests.Searches;

/// <summary>Searches that end by wall time, or because their front no longer changes.</summary>
public sealed class StoppingTests
{
    [Fact]
    public void A_search_ends_by_the_clock_with_the_next_report_and_pauses_do_not_count()
    {
        var scene = Bounded(new(WallHours: 2));
        scene.Train(scene.Lease()!);
        scene.Now += TimeSpan.FromHours(1);
        scene.Take(scene.Search.Pause(scene.Now));
        scene.Now += TimeSpan.FromHours(50);
        scene.Take(scene.Search.Resume(scene.Now));
        var lease = scene.Lease()!;
        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 1).Kind);
        scene.Now += TimeSpan.FromHours(1);

        var decision = scene.Report(lease, 2);

        Assert.Equal(
            "stopped after 2 of 3 epochs: the budget of 2 wall-clock hours is spent", decision.Reason);
        Test(scene);
        Assert.Equal(
            (SearchState.Completed, "the budget of 2 wall-clock hours is spent"),
            (scene.Search.Show()!.State, scene.Search.Show()!.Reason));
        scene.Replays();
    }

    [Fact]
    public void Where_nobody_reports_it_ends_when_a_worker_asks_and_goes_on_once_it_may_take_longer()
    {
        var scene = Bounded(new(WallHours: 2));
        scene.Train(scene.Lease()!);
        scene.Now += TimeSpan.FromHours(3);

        Assert.Null(scene.Lease());

        Test(scene);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        Assert.StartsWith(
            "budget: must exceed what is already spent, but the budget of 2.5 wall-clock hours",
            Assert.Throws<InvalidOperationException>(() => scene.Search.Extend(new(WallHours: 2.5), scene.Now)).Message,
            StringComparison.Ordinal);
        scene.Take(scene.Search.Extend(new(WallHours: 4), scene.Now));
        Assert.Equal(2, scene.Lease()!.Trial.Number);
        scene.Replays();
    }

    [Fact]
    public void A_search_ends_once_so_many_trials_in_a_row_left_its_front_as_it_was()
    {
        var scene = new Scene(
            trials: 9, spec => spec with { Epochs = 1, Budget = new(NoProgress: 2) }, cost: number => new(number, number, number));
        double[] accuracies = [0.5, 0.4, 0.6, 0.3, 0.2];
        foreach (var accuracy in accuracies)
            scene.Train(scene.Lease()!, accuracy);

        Test(scene);

        Assert.Equal(
            (SearchState.Completed, "no progress: the last 2 completed trials did not change the front", 5),
            (scene.Search.Show()!.State, scene.Search.Show()!.Reason, scene.Search.Trials()!.Value.Length));
        scene.Replays();
        scene.Take(scene.Search.Extend(new(NoProgress: 3), scene.Now));
        Assert.Equal(6, scene.Lease()!.Trial.Number);
    }

    [Fact]
    public void Clocks_that_go_backwards_end_nothing_and_take_nothing_away()
    {
        var scene = Bounded(new(WallHours: 2));
        scene.Now -= TimeSpan.FromHours(9);
        var lease = scene.Lease()!;
        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 1).Kind);
        scene.Now += TimeSpan.FromHours(11);

        Assert.Equal(DecisionKind.Stop, scene.Report(lease, 2).Kind);
    }

    private static Scene Bounded(Budget budget) => new(trials: 3, spec => spec with { Epochs = 3, Budget = budget });

    private static void Test(Scene scene)
    {
        while (scene.Lease() is { Kind: LeaseKind.Test } test)
            scene.Tested(test);
    }
}
