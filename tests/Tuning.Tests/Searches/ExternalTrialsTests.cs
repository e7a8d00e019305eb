namespace Paretune.Tuning.Tests.Searches;

/// <summary>Trials that programs outside of the cluster train.</summary>
public sealed class ExternalTrialsTests
{
    private static readonly Cost Small = new(100, 0, 400), Large = new(1000, 0, 4000);

    [Fact]
    public void A_search_ends_when_its_trials_have_without_a_test()
    {
        var scene = Of(trials: 1);
        var lease = scene.Lease()!;

        for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
            Report(scene, lease, epoch, Small);

        Assert.Null(scene.Lease());
        Assert.Equal((SearchState.Completed, 1), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
    }

    [Fact]
    public void A_search_of_programs_that_count_no_parameters_has_an_optimum()
    {
        var scene = Of(trials: 2);

        for (var trial = 1; trial <= 2; trial++)
        {
            var lease = scene.Lease()!;
            for (var epoch = 1; epoch <= scene.Spec.Epochs; epoch++)
                scene.Report(lease, epoch, 1.0 / epoch, accuracy: trial * 0.3);
        }

        Assert.Equal((SearchState.Completed, 2), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
    }

    [Fact]
    public void A_first_report_over_the_limits_ends_the_trial_as_stopped()
    {
        var scene = Of(limits: new(Parameters: 500));
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
        var scene = Of();
        var lease = scene.Lease()!;
        Report(scene, lease, 1, Small);

        scene.Report(lease, 2);

        Assert.Equal((100, 2), (scene.Trial(1).Parameters, scene.Trial(1).Epochs));
        Assert.Equal(scene.Trial(1), scene.Replayed().Trial(1));
    }

    [Fact]
    public void An_epoch_out_of_order_fails_the_attempt_and_says_which_is_next()
    {
        var scene = Of();
        var lease = scene.Lease()!;
        scene.Report(lease, 1);

        var decision = scene.Report(lease, 3);

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.StartsWith("epoch 3 was reported where 2 is next: report epochs one by one", decision.Reason, StringComparison.Ordinal);
        Assert.Equal(2, scene.Lease()!.Attempt);
    }

    [Fact]
    public void None_of_them_waits_for_a_worker_of_the_cluster()
    {
        Assert.Equal(0, Of().Search.Figures.Waiting);
    }

    private static Scene Of(Limits? limits = null, int trials = 3) => new(
        trials,
        _ => Lines.Read("""{ "trainer": "external", "epochs": 3 }""").Spec! with
        {
            Optimum = "most-accurate",
            Limits = limits ?? new(),
        },
        _ => new(0, 0, 0), dataset: TrainerDeclaration.OwnData(TrainerDeclaration.External));

    private static Decision Report(Scene scene, Lease lease, int epoch, Cost cost) => scene.Judge(
        Scene.Reported(lease, epoch, 1.0 / epoch, accuracy: 0.9) with { Model = new(FileBytes: null, Latency: null, cost) });
}
