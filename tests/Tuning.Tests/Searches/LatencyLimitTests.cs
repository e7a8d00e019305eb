using System.Collections.Immutable;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>A limit on a metric measured at the end: predicted before training, checked after it.</summary>
public sealed class LatencyLimitTests
{
    [Fact]
    public void What_is_predicted_to_be_over_it_is_not_trained_once_enough_was_measured()
    {
        var scene = Limited(trials: 10, limit: 7.5m, macs: number => number);

        var trained = TrainAll(scene);

        // Trial 8 might be within the limit: 8 ms minus a tenth.
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], trained);
        Assert.All([9, 10], number => Assert.Equal((TrialState.Stopped, 0), (scene.Trial(number).State, scene.Trial(number).Epochs)));
        Assert.Equal(
            "not trained: predicted latency 9 ms (at least 8.1 ms), from its MACs and 8 measured trials, over the limit of 7.5",
            scene.Trial(9).Reason);
        scene.Replays();
    }

    [Fact]
    public void While_fewer_than_five_are_measured_nothing_is_refused()
    {
        var scene = Limited(trials: 7, limit: 1.5m, macs: number => 10 - number);

        Assert.Equal([1, 2, 3, 4, 5], TrainAll(scene));
        Assert.Equal([6, 7], scene.Search.Trials()!.Value.Where(trial => trial.State == TrialState.Stopped).Select(trial => trial.Number));
        scene.Replays();
    }

    [Fact]
    public void What_is_measured_over_it_is_never_the_optimum()
    {
        var scene = Limited(trials: 3, limit: 2.5m, macs: number => number);

        TrainAll(scene);

        Assert.Equal([1, 2, 3], scene.Search.Front()!.Trials.Select(trial => trial.Number).Order());
        Assert.Equal(2, scene.Search.Best(rule: null, new())!.Trial);
        Assert.Equal(2, scene.Search.Show()!.Optimum!.Trial);
        Assert.Equal(3, scene.Search.Best(rule: null, LimitOf(9))!.Trial);
    }

    [Fact]
    public void A_noisy_relation_refuses_less()
    {
        var scene = Limited(trials: 8, limit: 7.5m, macs: number => number == 8 ? 9 : number);

        // The measurements deviate by 3 ms in either direction, so a prediction is not accurate to 2 ms.
        var trained = TrainAll(scene, latency: macs => macs + (macs % 2 == 0 ? 3 : -3) + 3);

        Assert.Contains(8, trained);
    }

    [Fact]
    public void Enough_measured_on_the_machine_that_asks_count_alone()
    {
        var scene = Limited(trials: 13, limit: 20, macs: number => number <= 5 ? number : number <= 10 ? number - 5 : 13);
        for (var trial = 1; trial <= 10; trial++)
            Train(scene, scene.Lease(trial <= 5 ? 1 : 2)!, macs => trial <= 5 ? macs : 2 * macs);

        // 13 ms on the first machine, 26 on the second.
        Assert.Equal(11, scene.Lease(1)!.Trial.Number);
        Assert.Null(scene.Lease(2));
        Assert.Contains("predicted latency 26 ms (at least 23.4 ms), from its MACs and 5 measured "
            + "trials", scene.Trial(12).Reason, StringComparison.Ordinal);
        scene.Replays();
    }

    [Fact]
    public void A_limit_on_what_is_no_objective_is_refused()
    {
        var error = Assert.Single(Lines.Read(
            """{ "dataset": "shapes", "objectives": ["accuracy", "macs"], "limits": { "latency": 2.5 } }""", Scene.Dataset).Errors);

        Assert.Equal("limits.latency", error.Field);
        Assert.StartsWith("must be left out unless latency is an objective", error.Message, StringComparison.Ordinal);
        Assert.Empty(Lines.Read(
            """{ "dataset": "shapes", "objectives": ["accuracy", "latency"], "limits": { "latency": 2.5 } }""", Scene.Dataset).Errors);
    }

    [Fact]
    public void Trials_that_a_user_adds_are_held_against_it_too()
    {
        var scene = Limited(trials: 1, limit: 1.2m, macs: number => number, spec => spec with { Strategy = new("manual") });
        double[] widths = [0.1, 0.2, 0.3, 0.4, 0.5];
        foreach (var width in widths)
        {
            Add(width);
            Train(scene, scene.Lease()!, macs => macs / 4);
        }

        var over = Add(1);

        Assert.Null(over.Number);
        Assert.Matches("^not trained: predicted latency .* from its MACs and 5 measured trials, over the limit of 1.2$", over.Skipped!);
        scene.Replays();

        AddedTrial Add(double width) => scene.Take(scene.Search.AddTrials(
            [new("dilated-separable", Sample.Configuration(width: width))], scene.Now)).Trials[0];
    }

    private static Scene Limited(int trials, decimal limit, Func<int, int> macs, Func<SearchSpec, SearchSpec>? with = null) => new(
        trials,
        spec => (with ?? (one => one))(spec with
        {
            Objectives = ["accuracy", "latency"],
            Latency = Precision.Fp32,
            Limits = LimitOf(limit),
        }),
        number => new(1000, macs(number) * 1_000_000, 4000));

    private static Limits LimitOf(decimal milliseconds) =>
        new(ImmutableSortedDictionary<string, decimal>.Empty.Add("latency", milliseconds));

    /// <returns>The trained trials, in order.</returns>
    private static List<int> TrainAll(Scene scene, Func<double, double>? latency = null)
    {
        var trained = new List<int>();
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
        {
            trained.Add(lease.Trial.Number);
            Train(scene, lease, latency ?? (macs => macs));
        }

        return trained;
    }

    /// <param name="latency">Returns the milliseconds for millions of MACs.</param>
    private static void Train(Scene scene, Lease lease, Func<double, double> latency)
    {
        var accuracy = 0.7 + 0.01 * lease.Trial.Number;
        for (var epoch = 1; epoch < scene.Spec.Epochs; epoch++)
            scene.Report(lease, epoch, 1.0 / epoch, accuracy);
        var median = latency(scene.Trial(lease.Trial.Number).Macs / 1e6);
        scene.Judge(Scene.Reported(lease, scene.Spec.Epochs, 1.0 / scene.Spec.Epochs, accuracy) with
        {
            Model = new(2000, new(Precision.Fp32, median, median, median, Runs: 9)),
        });
    }
}
