namespace Paretune.Tuning.Tests.Searches;

/// <summary>Trials of a custom trainer, whose costs come with their reports.</summary>
public sealed class TrainerTrialsTests
{
    private static readonly Cost Small = new(100, 0, 400), Large = new(1000, 0, 4000);

    [Fact]
    public void A_lease_names_the_trainer_and_what_its_model_may_have()
    {
        var job = Create(limits: new(Parameters: 500)).Lease()!.Job;

        Assert.Equal(("lines", new Limits(Parameters: 500)), (job.Trainer, job.Limits));
    }

    [Fact]
    public void A_lease_of_networks_names_neither()
    {
        var job = new Scene(with: spec => spec with { Limits = new(Parameters: 5_000_000) }).Lease()!.Job;

        Assert.Equal((null, null), (job.Trainer, job.Limits));
    }

    [Fact]
    public void A_trial_costs_nothing_until_its_model_was_counted()
    {
        var scene = Create();
        var lease = scene.Lease()!;

        var before = scene.Trial(1);
        Report(scene, lease, 1, Small);

        Assert.Equal((0, 0, 0), (before.Parameters, before.Macs, before.Bytes));
        Assert.Equal((100, 0, 400), (scene.Trial(1).Parameters, scene.Trial(1).Macs, scene.Trial(1).Bytes));
        Assert.Equal(scene.Trial(1), scene.Replayed().Trial(1));
    }

    [Fact]
    public void The_front_is_that_of_the_costs_reported()
    {
        var scene = Create();

        Train(scene, accuracy: 0.5, Large);
        Train(scene, accuracy: 0.6, Small);
        Train(scene, accuracy: 0.4, Small with { Parameters = 50 });

        Assert.Equal([3, 2], scene.Search.Front()!.Trials.Select(trial => trial.Number));
    }

    [Fact]
    public void The_score_s_sizes_are_those_that_were_reported()
    {
        var scene = Create();

        Train(scene, accuracy: 0.5, Small);
        var alone = scene.Search.Show()!.Score;
        Report(scene, scene.Lease()!, 1, Large);
        var beside = scene.Search.Show()!.Score;

        Assert.Equal((0.5, 0.5), (alone, beside));
        Assert.Equal(beside, scene.Replayed().Show()!.Score);
    }

    [Fact]
    public void A_model_over_the_limits_ends_its_trial_as_stopped_and_is_not_tried_again()
    {
        var scene = Create(limits: new(Parameters: 500));

        var decision = scene.Fail(
            scene.Lease()!, AttemptFailure.OverLimits, "not trained: the model has 1000 parameters, over the limit of 500");

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.Equal((TrialState.Stopped, 1), (scene.Trial(1).State, scene.Trial(1).Attempt));
        Assert.Equal(AttemptOutcome.Stopped, scene.Ledger.OfType<AttemptEnded>().Single().Outcome);
        Assert.Equal("not trained: the model has 1000 parameters, over the limit of 500", scene.Trial(1).Reason);
        Assert.Equal(2, scene.Lease()!.Trial.Number);
    }

    [Fact]
    public void A_search_whose_models_are_all_over_the_limits_comes_to_an_end()
    {
        var scene = Create();

        for (var trial = 1; trial <= 3; trial++)
            scene.Fail(scene.Lease()!, AttemptFailure.OverLimits, "too large");

        Assert.Null(scene.Lease());
        Assert.True(scene.Search.Ended);
        Assert.Equal(3, scene.Search.Show()!.Counts.Stopped);
    }

    [Fact]
    public void A_test_that_finds_a_larger_model_than_was_trained_is_given_up_after_so_many_tries()
    {
        var scene = Create(maxAttempts: 2, trials: 1);
        Train(scene, accuracy: 0.5, Small);

        scene.Fail(scene.Lease()!, AttemptFailure.OverLimits, "larger");
        scene.Fail(scene.Lease()!, AttemptFailure.OverLimits, "larger");

        Assert.Null(scene.Lease());
        Assert.Equal(TrialState.Completed, scene.Trial(1).State);
        Assert.True(scene.Search.Ended);
    }

    private static Scene Create(Limits? limits = null, int maxAttempts = 3, int trials = 3) => new(
        trials, spec => Lines.Spec with { Optimum = "most-accurate", Limits = limits ?? new(), MaxAttempts = maxAttempts },
        _ => new(0, 0, 0));

    private static void Report(Scene scene, Lease lease, int epoch, Cost cost, double accuracy = 0.5) =>
        scene.Judge(Scene.Reported(lease, epoch, 1.0 / epoch, accuracy) with { Model = new(FileBytes: null, Latency: null, cost) });

    private static void Train(Scene scene, double accuracy, Cost cost)
    {
        var lease = scene.Lease()!;
        for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
            Report(scene, lease, epoch, cost, accuracy);
    }
}
