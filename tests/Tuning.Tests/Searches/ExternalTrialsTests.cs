using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Trials that programs outside the cluster train.</summary>
public sealed class ExternalTrialsTests
{
    private const string OneEpoch = """{ "trainer": "external", "epochs": 1 }""";

    private static readonly Cost Small = new(100, 0, 400), Large = new(1000, 0, 4000);

    [Fact]
    public void A_search_ends_when_its_trials_have_without_a_test()
    {
        var scene = Create(trials: 1);
        var lease = scene.Lease()!;

        for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
            Report(scene, lease, epoch, Small);

        Assert.Null(scene.Lease());
        Assert.Equal((SearchState.Completed, 1), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
    }

    [Fact]
    public void A_search_of_programs_that_count_no_parameters_has_an_optimum()
    {
        var scene = Create(trials: 2);

        for (var trial = 1; trial <= 2; trial++)
        {
            var lease = scene.Lease()!;
            for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
                scene.Report(lease, epoch, 1.0 / epoch, accuracy: trial * 0.3);
        }

        Assert.Equal((SearchState.Completed, 2), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
    }

    [Fact]
    public void A_limit_on_a_size_excludes_a_trial_whose_size_was_not_reported()
    {
        var scene = Create(trials: 2, limits: new(Parameters: 1000), file: OneEpoch);

        scene.Report(scene.Lease()!, 1, accuracy: 0.9);
        Report(scene, scene.Lease()!, 1, new(300, 0, 1200), accuracy: 0.8);

        Assert.Equal(2, scene.Search.Best(null, new())!.Trial);
        Assert.Equal(2, scene.Search.Show()!.Optimum!.Trial);
        scene.Replays();
    }

    [Fact]
    public void A_limit_on_a_size_that_no_program_reports_leaves_nothing_and_names_the_size()
    {
        var scene = Create(trials: 1, limits: new(Parameters: 1000), file: OneEpoch);

        scene.Report(scene.Lease()!, 1, accuracy: 0.9);

        Assert.Null(scene.Search.Show()!.Optimum);
        Assert.Equal(
            "no completed trial has a value of parameters, which is limited", scene.Ledger.OfType<OptimumChosen>().Single().Reason);
    }

    [Fact]
    public void A_trial_of_unknown_size_is_not_recommended_beside_trials_of_known_size()
    {
        var scene = Create(trials: 3, file: OneEpoch);

        scene.Report(scene.Lease()!, 1, accuracy: 0.9);
        Assert.Equal(1, scene.Search.Best(null, new())!.Trial);
        Assert.Equal(1, scene.Search.Show()!.Optimum!.Trial);
        Report(scene, scene.Lease()!, 1, Small, accuracy: 0.8);
        Assert.Equal(2, scene.Search.Show()!.Optimum!.Trial);
        Report(scene, scene.Lease()!, 1, Large, accuracy: 0.85);

        Assert.Equal((3, 3), (scene.Search.Show()!.Optimum!.Trial, scene.Search.Best(null, new())!.Trial));
        scene.Replays();
    }

    [Theory]
    [InlineData("")]
    [InlineData(", \"when\": \"end\"")]
    public void An_objective_that_was_never_reported_is_named_as_the_reason_for_no_optimum(string when)
    {
        var scene = Create(trials: 2, file: $$"""
            { "trainer": "external", "epochs": 1, "objectives": ["accuracy", "f1"],
              "metrics": { "f1": { "goal": "maximize"{{when}} } } }
            """);

        scene.Report(scene.Lease()!, 1, accuracy: 0.95);
        scene.Report(scene.Lease()!, 1, accuracy: 0.9);

        Assert.Equal(
            "no completed trial has a value of f1, which is an objective", scene.Ledger.OfType<OptimumChosen>().Single().Reason);
        scene.Replays();
    }

    [Fact]
    public void A_first_report_over_the_limits_ends_the_trial_as_stopped()
    {
        var scene = Create(limits: new(Parameters: 500));
        var lease = scene.Lease()!;

        var decision = Report(scene, lease, 1, Large);

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.Equal(
            (TrialState.Stopped, 0, "not trained: the model has 1000 parameters, over the limit of 500"),
            (scene.Trial(1).State, scene.Trial(1).Epochs, scene.Trial(1).Reason));
        Assert.Equal(scene.Trial(1), scene.Replayed().Trial(1));
    }

    [Fact]
    public void Sizes_that_were_counted_once_stay_known()
    {
        var scene = Create();
        var lease = scene.Lease()!;
        Report(scene, lease, 1, Small);

        scene.Report(lease, 2);

        Assert.Equal((100, 2), (scene.Trial(1).Parameters, scene.Trial(1).Epochs));
        Assert.Equal(scene.Trial(1), scene.Replayed().Trial(1));
    }

    [Fact]
    public void An_epoch_whose_time_nobody_told_took_as_long_as_since_the_one_before()
    {
        var scene = Create();
        var lease = scene.Lease()!;

        Silent(1, after: 12);
        Silent(2, after: 30.5);
        scene.Now += TimeSpan.FromMinutes(5);
        scene.Judge(Scene.Reported(lease, 3) with { Seconds = 7 });

        Assert.Equal([12, 30.5, 7], scene.Ledger.OfType<EpochReported>().Select(entry => entry.Report.Seconds));
        Assert.Equal(49.5, scene.Search.Show()!.DeviceSeconds);

        void Silent(int epoch, double after)
        {
            scene.Now += TimeSpan.FromSeconds(after);
            var report = Scene.Reported(lease, epoch) with { Seconds = 0 };
            scene.Judge(scene.Search.Timed(report, scene.Now));
        }
    }

    [Fact]
    public void A_report_for_a_search_that_does_not_exist_stays_as_it_is()
    {
        var scene = Create();
        var report = Scene.Reported(scene.Lease()!, 1) with { Seconds = 0 };

        Assert.Same(report, new Search(Scene.Id).Timed(report, scene.Now));
    }

    [Fact]
    public void The_time_of_a_network_s_epoch_is_what_its_worker_says()
    {
        var scene = new Scene();
        var report = Scene.Reported(scene.Lease()!, 1) with { Seconds = 0 };

        Assert.Same(report, scene.Search.Timed(report, scene.Now + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void An_epoch_out_of_order_fails_the_attempt_and_says_which_is_next()
    {
        var scene = Create();
        var lease = scene.Lease()!;
        scene.Report(lease, 1);

        var decision = scene.Report(lease, 3);

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.StartsWith("epoch 3 was reported, but epoch 2 is next: report epochs in order", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(2, scene.Lease()!.Attempt);
    }

    [Fact]
    public void Trials_are_compared_on_a_metric_of_the_search_s_own()
    {
        var scene = Create(trials: 3, file: """
            { "trainer": "external", "epochs": 1, "metrics": { "energy": { "goal": "minimize", "unit": "J" } },
              "objectives": ["accuracy", "energy"] }
            """);

        Measure(scene, accuracy: 0.9, energy: 5);
        Measure(scene, accuracy: 0.8, energy: 6);
        Measure(scene, accuracy: 0.7, energy: 1);

        Assert.Equal([1, 3], scene.Search.Front()!.Trials.Select(trial => trial.Number).Order());
        Assert.Equal(5, scene.Trial(1).Metrics!["energy"]);
        Assert.Equal(Text(scene.Trial(1)), Text(scene.Replayed().Trial(1)!));
    }

    [Fact]
    public void A_limit_on_a_metric_that_is_no_objective_leaves_the_trials_that_it_allows()
    {
        // Trial 1 is more accurate and as large, so trial 2 is not on the front.
        var scene = Create(trials: 3, limits: new(Named("minF1", 0.8m)), file: """
            { "trainer": "external", "epochs": 1, "metrics": { "f1": { "goal": "maximize" } } }
            """);

        foreach (var (accuracy, f1) in new[] { (0.9, 0.7), (0.8, 0.9), (0.7, 0.8) })
            scene.Judge(Scene.Reported(scene.Lease()!, 1, accuracy: accuracy) with { Metrics = Named("f1", f1) });

        Assert.Equal([1], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Equal(2, scene.Search.Best(null, new())!.Trial);
        Assert.Equal(2, scene.Search.Show()!.Optimum!.Trial);
        Assert.Contains("front members of the trials with f1 ≥ 0.8", scene.Search.Show()!.Optimum!.Reason, StringComparison.Ordinal);
        scene.Replays();
    }

    [Fact]
    public void A_limit_on_a_metric_that_is_no_objective_leaves_the_same_trials_once_the_front_is_confirmed()
    {
        var scene = Create(trials: 2, limits: new(Named("minF1", 0.8m)), file: """
            { "trainer": "external", "epochs": 1, "metrics": { "f1": { "goal": "maximize" } }, "replicates": 3 }
            """);

        while (scene.Lease() is { } lease)
            scene.Judge(Scene.Reported(lease, 1, accuracy: lease.Trial.Number == 1 ? 0.9 : 0.8) with
            {
                Metrics = Named("f1", lease.Trial.Number == 1 ? 0.7 : 0.9)
            });

        Assert.NotEmpty(scene.Ledger.OfType<FrontConfirmed>());
        var optimum = scene.Search.Show()!.Optimum!;
        Assert.Equal(2, optimum.Trial);
        Assert.DoesNotContain("probability", optimum.Reason, StringComparison.Ordinal);
        Assert.Equal(optimum.Trial, scene.Search.Best(null, new())!.Trial);
        scene.Replays();
    }

    [Fact]
    public void The_kept_metrics_are_those_of_the_best_epoch()
    {
        var scene = Create(file: """
            { "trainer": "external", "epochs": 3, "metrics": { "f1": { "goal": "maximize" } } }
            """);
        var lease = scene.Lease()!;

        foreach (var (epoch, loss, f1) in new[] { (1, 0.5, 0.1), (2, 0.2, 0.9), (3, 0.4, 0.3) })
            scene.Judge(Scene.Reported(lease, epoch, loss, accuracy: 0.9) with { Metrics = Named("f1", f1) });

        Assert.Equal(0.9, scene.Trial(1).Metrics!["f1"]);
    }

    [Fact]
    public void A_metric_of_the_end_is_that_of_the_last_epoch_once_there_is_one()
    {
        var scene = Create(file: """
            { "trainer": "external", "epochs": 3, "objectives": ["accuracy", "energy"], "metrics": { "f1": { "goal": "maximize" },
              "energy": { "goal": "minimize", "when": "end" } } }
            """);
        var lease = scene.Lease()!;

        foreach (var (epoch, loss, energy) in new[] { (1, 0.5, 1.0), (2, 0.2, 2.0) })
            scene.Judge(Scene.Reported(lease, epoch, loss, accuracy: 0.9) with { Metrics = Named("energy", energy).Add("f1", loss) });
        Assert.Equal(["f1"], scene.Trial(1).Metrics!.Keys);
        scene.Judge(Scene.Reported(lease, 3, 0.4, accuracy: 0.9) with { Metrics = Named("energy", 3.0).Add("f1", 0.4) });

        Assert.Equal((0.2, 3), (scene.Trial(1).Metrics!["f1"], scene.Trial(1).Metrics!["energy"]));
        Assert.Equal([1], scene.Search.Front()!.Trials.Select(trial => trial.Number));
        Assert.Equal(Text(scene.Trial(1)), Text(scene.Replayed().Trial(1)!));
    }

    [Theory]
    [InlineData("f2", 0.5, "metrics.f2: unknown metric \"f2\"; did you mean \"f1\"? known: f1; declare custom metrics of a search "
        + "under metrics")]
    [InlineData("f1", 1.5, "metrics.f1: must be a number from 0 to 1, but is 1.5")]
    [InlineData("f1", 0.5, null)]
    public void A_metric_is_one_of_the_search_s_and_within_its_bounds(string name, double value, string? error)
    {
        var scene = Create(file: """
            { "trainer": "external", "epochs": 3, "metrics": { "f1": { "goal": "maximize", "min": 0, "max": 1 } } }
            """);

        Assert.Equal(error, scene.Search.WhyNot(Scene.Reported(scene.Lease()!, 1) with { Metrics = Named(name, value) }));
    }

    [Fact]
    public void None_of_them_waits_for_a_worker_of_the_cluster()
    {
        Assert.Equal(0, Create().Search.Figures.Waiting);
    }

    private static void Measure(Scene scene, double accuracy, double energy) => scene.Judge(
        Scene.Reported(scene.Lease()!, 1, accuracy: accuracy) with { Metrics = Named("energy", energy) });

    private static ImmutableSortedDictionary<string, T> Named<T>(string name, T value) =>
        ImmutableSortedDictionary<string, T>.Empty.Add(name, value);

    private static string Text(TrialView trial) => JsonSerializer.Serialize(trial, ParetuneJson.Options);

    private static Scene Create(
        Limits? limits = null, int trials = 3, string file = """{ "trainer": "external", "epochs": 3 }""") => new(
        trials,
        _ => Lines.Read(file).Spec! with
        {
            Optimum = "most-accurate",
            Limits = limits ?? new(),
        },
        _ => new(0, 0, 0), dataset: TrainerDeclaration.OwnData(TrainerDeclaration.External));

    private static Decision Report(Scene scene, Lease lease, int epoch, Cost cost, double accuracy = 0.9) => scene.Judge(
        Scene.Reported(lease, epoch, 1.0 / epoch, accuracy) with { Model = new(FileBytes: null, Latency: null, cost) });
}
