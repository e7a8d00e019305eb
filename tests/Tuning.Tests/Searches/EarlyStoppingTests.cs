namespace Paretune.Tuning.Tests.Searches;

/// <summary>Searches whose strategy is asha: rungs of 1 and 3 epochs where nothing else is said.</summary>
public sealed class EarlyStoppingTests
{
    private static readonly Func<SearchSpec, SearchSpec> Asha = spec => spec with { Strategy = Sample.Asha(), Epochs = 9 };

    [Fact]
    public void A_trial_that_many_are_ahead_of_on_accuracy_and_every_cost_is_stopped_with_the_reason()
    {
        // Each trial is cheaper than the one before, so only an accuracy below what is cheaper still can be dominated.
        var scene = new Scene(trials: 4, Asha, cost: number => new(10 * number, 10 * number, 40 * number));
        scene.Train(scene.Lease()!, accuracy: 0.8);

        var second = scene.Report(scene.Lease()!, 1, accuracy: 0.7);

        Assert.Equal(
            Decision.Stop("stopped early: after 1 epoch 1 of 2 trials are ahead on accuracy, parameters, MACs, and about one in 3 goes on"),
            second);
        Assert.Equal((TrialState.Stopped, second.Reason, 1), (scene.Trial(2).State, scene.Trial(2).Reason, scene.Trial(2).Epochs));
        Assert.False(scene.Trial(2).OnFront);
    }

    [Fact]
    public void A_trial_that_nothing_dominates_is_never_stopped_however_inaccurate_it_is()
    {
        // Cheaper and cheaper, worse and worse.
        var scene = new Scene(trials: 6, Asha);

        for (var trial = 1; trial <= 6; trial++)
            Assert.Equal("completed", scene.Train(scene.Lease()!, accuracy: 0.9 - 0.1 * trial).Reason);
    }

    [Fact]
    public void About_one_in_eta_of_equally_cheap_trials_goes_on()
    {
        var scene = new Scene(trials: 9, Asha, cost: _ => new(10, 10, 40));
        double[] accuracies = [0.5, 0.4, 0.6, 0.55, 0.3, 0.7, 0.2, 0.65, 0.1];

        var ends = accuracies.Select(accuracy => scene.Train(scene.Lease()!, accuracy).Reason == "completed");

        // The first, for nothing is there yet; each new best; a second best once enough are there at both rungs, as the fourth is at the
        // first alone.
        Assert.Equal([true, false, true, false, false, true, false, true, false], ends);
        Assert.Equal(3, scene.Trial(4).Epochs);
    }

    [Fact]
    public void A_trial_that_diverged_is_ahead_of_none()
    {
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        scene.Search.Judge(Scene.Reported(scene.Lease()!, 1, accuracy: 0.9) with { ValidationLoss = double.PositiveInfinity }, scene.Now);

        Assert.Equal(Decision.Continue, scene.Report(scene.Lease()!, 1, accuracy: 0.1));
        Assert.Equal(TrialState.Diverged, scene.Trial(1).State);
    }

    [Fact]
    public void Between_rungs_every_trial_goes_on()
    {
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        var lease = scene.Lease()!;
        scene.Report(lease, 1, accuracy: 0.95);

        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 2, accuracy: 0.1).Kind);
        Assert.Equal(DecisionKind.Stop, scene.Report(lease, 3, accuracy: 0.1).Kind);
    }

    [Fact]
    public void No_trial_is_stopped_before_the_first_rung()
    {
        var scene = new Scene(trials: 2, spec => Asha(spec) with { Strategy = Sample.Asha(minEpochs: 2) }, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        var lease = scene.Lease()!;

        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 1, accuracy: 0.1).Kind);
        Assert.Equal(DecisionKind.Stop, scene.Report(lease, 2, accuracy: 0.1).Kind);
    }

    [Fact]
    public void A_trial_that_was_let_through_goes_on_when_a_later_attempt_reports_the_epoch_again()
    {
        var scene = new Scene(trials: 3, Asha, cost: _ => new(10, 10, 40));
        var first = scene.Lease()!;
        scene.Report(first, 1, accuracy: 0.2);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.9);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.8);

        var again = scene.Report(scene.Lease(incarnation: "b")!, 1, accuracy: 0.2);

        Assert.Equal(Decision.Continue, again);
    }

    [Fact]
    public void A_search_read_back_from_its_ledger_decides_as_the_one_that_lived_through_it()
    {
        var scene = new Scene(trials: 6, Asha, cost: _ => new(10, 10, 40));
        foreach (var accuracy in (double[])[0.5, 0.4, 0.6, 0.55])
            scene.Train(scene.Lease()!, accuracy);
        var lease = scene.Lease()!;
        var replayed = scene.Replayed();
        var report = Scene.Reported(lease, 1, accuracy: 0.3);

        Assert.Equal(scene.Search.Judge(report, scene.Now).Answer, replayed.Judge(report, scene.Now).Answer);
        Assert.Equal(TrialState.Stopped, replayed.Trial(5)!.State);
    }

    [Fact]
    public void A_search_completes_when_its_last_trial_is_stopped()
    {
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Train(scene.Lease()!, accuracy: 0.1);
        scene.Tested(scene.Lease()!);

        Assert.Equal((SearchState.Completed, 1), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
        Assert.Equal((10, 18), (scene.Search.Show()!.Counts.EpochsDone, scene.Search.Show()!.Counts.EpochsTotal));
    }

    [Fact]
    public void What_is_measured_only_at_the_end_is_left_out_of_the_comparison()
    {
        var scene = new Scene(
            trials: 2, spec => Asha(spec) with { Objectives = ["accuracy", "latency"] }, cost: number => new(10, 10 * number, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);

        Assert.Contains("ahead on accuracy, MACs,", scene.Report(scene.Lease()!, 1, accuracy: 0.8).Reason, StringComparison.Ordinal);
    }
}
