using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>Which parked trials front resumes, and when it does not.</summary>
public sealed class FrontReturnTests
{
    [Fact]
    public void When_nothing_fresh_is_left_the_best_by_layers_return_and_then_the_search_ends_by_itself()
    {
        var scene = FrontScenes.Parked();

        // Of the 24 trials at the rung, six have completed and lead; fewer than a third, eight, are ahead of the next two layers.
        foreach (var number in (int[])[2, 3])
        {
            var back = scene.Lease()!;
            Assert.Equal((number, LeaseKind.Train, 1), (back.Trial.Number, back.Kind, back.ReportedEpochs));
            Assert.Equal(Decision.Continue, scene.Report(back, 2, 0.5, accuracy: 0.1));
            Assert.Equal(DecisionKind.Pause, scene.Report(back, 3, 0.3, accuracy: 0.1).Kind);
        }

        // Some more may return for their expected gain; then the front is tested.
        while (scene.Lease() is { } lease)
            _ = lease.Kind == LeaseKind.Test ? scene.Tested(lease) : scene.Train(lease, accuracy: 0.1);

        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        Assert.Matches(
            @"^the \d+ parked trials would raise the score by 0\.0\d\d points, less than 0\.05$", scene.Search.Show()!.Reason);
        Assert.StartsWith("parked after 3 epochs: ", scene.Trial(2).Reason, StringComparison.Ordinal);
        Assert.Equal(TrialState.Stopped, scene.Trial(2).State);
    }

    [Fact]
    public void A_device_that_would_wait_for_others_takes_up_what_is_not_worth_it_and_nothing_is_begun_for_that_alone()
    {
        var scene = FrontScenes.Parked();
        var worthIt = new[] { scene.Lease(1)!, scene.Lease(2)! };

        // The layers let only two trials through, and no other is worth its time.
        var filling = scene.Lease(3)!;
        foreach (var lease in worthIt)
        {
            scene.Report(lease, 2, 0.5, accuracy: 0.1);
            scene.Report(lease, 3, 0.3, accuracy: 0.1);
        }

        Assert.Equal(LeaseKind.Train, filling.Kind);
        Assert.Null(scene.Lease(1));
        Assert.Equal(SearchState.Running, scene.Search.Show()!.State);
    }

    [Fact]
    public void What_diverges_leaves_its_place_among_the_best_to_another()
    {
        var scene = FrontScenes.Parked();
        scene.Judge(Scene.Reported(scene.Lease()!, 2) with { ValidationLoss = double.NaN });
        Assert.Equal(TrialState.Diverged, scene.Trial(2).State);

        foreach (var number in (int[])[3, 4])
        {
            var back = scene.Lease()!;
            Assert.Equal(number, back.Trial.Number);
            scene.Report(back, 2, 0.5, accuracy: 0.1);
            scene.Report(back, 3, 0.3, accuracy: 0.1);
        }
    }

    [Fact]
    public void What_is_expected_to_gain_most_for_its_time_goes_on()
    {
        // The layers let no trial through: six of the twelve at the rung have completed, and all others are behind them.
        var scene = FrontScenes.Taught();
        foreach (var accuracy in (double[])[0.26, 0.03, 0.03, 0.03, 0.03, 0.03])
            Assert.Equal(DecisionKind.Pause, scene.Report(scene.Lease()!, 1, accuracy: accuracy).Kind);

        var next = scene.Lease()!;

        Assert.Equal((2, LeaseKind.Train), (next.Trial.Number, next.Kind));
    }

    [Fact]
    public void A_parked_trial_returns_once_what_has_completed_makes_it_likely()
    {
        var scene = FrontScenes.Taught();
        var (first, second) = (scene.Lease(1)!, scene.Lease(2)!);
        Assert.Equal(DecisionKind.Pause, scene.Report(first, 1, accuracy: 0.15).Kind);

        // A trial that was as bad ends as the best of all, so rungs predict less than they seemed to.
        foreach (var lease in Enumerable.Range(3, 4).Select(worker => scene.Lease(worker)!))
            scene.Report(lease, 1, accuracy: 0.4);
        scene.Report(second, 1, accuracy: 0.4);
        for (var epoch = 2; epoch <= 9; epoch++)
            scene.Report(second, epoch, 1.0 / epoch, accuracy: 0.99);

        Assert.Equal(DecisionKind.Pause, scene.Judge(Scene.Reported(first, 1)).Kind);
        Assert.Equal(2, scene.Lease(1)!.Trial.Number);
    }
}
