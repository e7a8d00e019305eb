namespace Paretune.Tuning.Tests.Searches;

/// <summary>What users see of a search as a whole.</summary>
public sealed class SearchViewsTests
{
    [Fact]
    public void A_look_holds_the_trials_asked_for_and_the_front_of_the_same_moment()
    {
        var scene = new Scene(trials: 3);
        scene.Train(scene.Lease()!);
        scene.Lease(2);
        scene.Lease(3);

        var look = scene.Search.Look([1, 3, 99])!;

        Assert.Equal([1, 3], look.Trials.Select(trial => trial.Number));
        Assert.Equal([1], look.Front);
        Assert.Equal((scene.Search.Sequence, Scene.Dataset), (look.Search.Sequence, look.Dataset));
        Assert.Equal(3, scene.Search.Look(null)!.Trials.Length);
    }

    [Fact]
    public void The_score_is_that_of_the_front_and_grows_when_a_better_trial_completes()
    {
        var scene = new Scene(trials: 2);

        scene.Train(scene.Lease()!, accuracy: 0.4);
        var first = scene.Search.Show()!;
        scene.Train(scene.Lease()!, accuracy: 0.6);

        // The first is the most expensive of the space, so no lower limit admits it; the second is the cheapest.
        Assert.Equal(0, first.Score);
        Assert.Equal(0.6, scene.Search.Show()!.Score, 12);
        Assert.Equal((Scene.Dataset.TrainImages / 10, first.Score), (first.ValidationImages, first.Hypervolume));
    }

    [Fact]
    public void The_newest_failures_come_first_and_no_more_than_twenty_are_kept()
    {
        var scene = new Scene(trials: 1, with: spec => spec with { MaxAttempts = 30 });
        for (var i = 1; i <= 25; i++)
            scene.Fail(scene.Lease()!, AttemptFailure.Threw, $"broken {i}");

        var failures = scene.Search.Failures()!.Value;

        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(i => $"broken {i}"), failures.Select(failure => failure.Reason));
        Assert.All(failures, failure => Assert.Equal((AttemptOutcome.Threw, Scene.Worker()), (failure.Outcome, failure.Worker)));
    }

    [Fact]
    public void An_attempt_that_was_given_back_is_no_failure()
    {
        var scene = new Scene(trials: 1);

        scene.Fail(scene.Lease()!, AttemptFailure.Preempted);

        Assert.Empty(scene.Search.Failures()!.Value);
    }

    [Fact]
    public void The_best_accuracy_is_the_highest_of_the_completed_trials()
    {
        var scene = new Scene(trials: 4);
        var before = scene.Search.Show()!.BestAccuracy;
        scene.Train(scene.Lease()!, accuracy: 0.6);
        scene.Train(scene.Lease()!, accuracy: 0.5);
        scene.Report(scene.Lease()!, 1, accuracy: 0.9);

        Assert.Equal((null, 0.6), (before, scene.Search.Show()!.BestAccuracy));
        Assert.Equal(0.6, scene.Replayed().Show()!.BestAccuracy);
    }

    [Fact]
    public void A_view_costs_the_same_however_many_trials_there_are()
    {
        var (few, many) = (new Scene(trials: 10), new Scene(trials: 100_000));

        // A walk over all trials would cost ten thousand times as much. The best of several rounds excludes other load.
        var (ofFew, ofMany) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 10; round++)
        {
            ofFew = Math.Min(ofFew, Seconds(few));
            ofMany = Math.Min(ofMany, Seconds(many));
        }

        Assert.InRange(ofMany / ofFew, 0, 50);
    }

    private static double Seconds(Scene scene)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
            Assert.NotNull(scene.Search.Show());
        return System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static TrialView Point(int number, double accuracy) =>
        Sample.Trial(number, accuracy, new(1000 - number, 10_000 - number, 4000 - number));
}
