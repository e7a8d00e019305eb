using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>An objective that is known only once a trial has completed.</summary>
public sealed class LatencyTests
{
    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Int8)]
    public void A_lease_says_which_file_is_to_be_timed(Precision precision) =>
        Assert.Equal(precision, Timed(precision).Lease()!.Job.Latency);

    [Fact]
    public void A_lease_of_a_search_without_that_objective_asks_for_no_latency() => Assert.Null(new Scene().Lease()!.Job.Latency);

    [Fact]
    public void The_front_is_that_of_the_latencies_told_with_the_last_epoch()
    {
        var scene = Timed();

        Train(scene, accuracy: 0.5, milliseconds: 2);
        Train(scene, accuracy: 0.6, milliseconds: 1);
        Train(scene, accuracy: 0.4, milliseconds: 0.5);

        Assert.Equal([3, 2], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Equal([2, 1, 0.5], scene.Search.Trials()!.Value.Select(trial => trial.Latency!.Median));
        Assert.Equal([2002, 2001, 2000.5], scene.Search.Trials()!.Value.Select(trial => (double)trial.FileBytes! + trial.Latency!.Median));
        Assert.Equal(scene.Search.Show()!.Score, scene.Replayed().Show()!.Score);
    }

    [Fact]
    public void A_trial_without_a_latency_is_on_no_front()
    {
        var scene = Timed();

        Train(scene, accuracy: 0.9, milliseconds: null);
        Train(scene, accuracy: 0.6, milliseconds: 1);

        Assert.Equal([2], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Equal((TrialState.Completed, 2000L), (scene.Trial(1).State, scene.Trial(1).FileBytes));
    }

    [Fact]
    public void The_score_is_over_the_latencies_told_so_far()
    {
        var scene = Timed();

        Train(scene, accuracy: 0.5, milliseconds: 0.2);
        Train(scene, accuracy: 0.4, milliseconds: 0.4);

        Train(scene, accuracy: 0.7, milliseconds: 0.8);

        // The accuracy is 0.5 from 0.2 to 0.8 milliseconds; 0.7 only at the very end.
        Assert.Equal(0.5, scene.Search.Show()!.Score, 12);
    }

    [Fact]
    public void Rules_weigh_fractions_of_a_millisecond_and_name_them()
    {
        TrialView[] front = [Point(1, 0.90, 0.9), Point(2, 0.89, 0.09), Point(3, 0.5, 0.08)];

        var objectives = Sample.Objectives("accuracy", "latency");
        var ranges = new CostRanges(objectives, []);
        foreach (var point in front)
            ranges.Include(point);

        var knee = OptimumRule.Parse("knee").ChooseWithin([], front, Sample.Scale(objectives) with { Axes = ranges.Axes })!;

        Assert.Equal(2, knee.Trial);
        Assert.Contains("89.0 %, 0.09 milliseconds", knee.Reason, StringComparison.Ordinal);

        static TrialView Point(int number, double accuracy, double latency) => Sample.Trial(number, accuracy, new(1, 1, 1), latency);
    }

    private static Scene Timed(Precision precision = Precision.Fp32) =>
        new(trials: 3, with: spec => spec with { Objectives = ["accuracy", "latency"], Latency = precision });

    private static void Train(Scene scene, double accuracy, double? milliseconds)
    {
        var lease = scene.Lease()!;
        for (var epoch = 1; epoch < scene.Spec.Epochs; epoch++)
            scene.Report(lease, epoch, 1.0 / epoch, accuracy);
        var latency = milliseconds is { } median ? new Latency(Precision.Fp32, median, median, median, Runs: 9) : null;
        scene.Judge(Scene.Reported(lease, scene.Spec.Epochs, 1.0 / scene.Spec.Epochs, accuracy) with { Model = new(2000, latency) });
    }
}
