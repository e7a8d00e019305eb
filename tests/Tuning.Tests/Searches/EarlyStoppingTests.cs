using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Searches with the strategy asha: rungs of 1 and 3 epochs unless stated otherwise.</summary>
public sealed class EarlyStoppingTests
{
    private static readonly Func<SearchSpec, SearchSpec> Asha = spec => spec with { Strategy = Sample.Asha(), Epochs = 9 };

    [Fact]
    public void A_trial_that_many_are_ahead_of_on_accuracy_and_every_cost_is_parked_with_the_reason()
    {
        // Each trial is cheaper than the one before, so it is dominated only if it is less accurate than an even cheaper one.
        var scene = new Scene(trials: 4, Asha, cost: number => new(10 * number, 10 * number, 40 * number));
        scene.Train(scene.Lease()!, accuracy: 0.8);

        var second = scene.Report(scene.Lease()!, 1, accuracy: 0.7);

        Assert.Equal(
            Decision.Pause("parked by ASHA after 1 epoch: 1 of 2 trials rank higher (accuracy, parameters, MACs); the top third continues"),
            second);
        Assert.Equal((TrialState.Parked, second.Reason, 1), (scene.Trial(2).State, scene.Trial(2).Reason, scene.Trial(2).Epochs));
        Assert.EndsWith($" It was {second.Reason}.", scene.Search.Explain(2), StringComparison.Ordinal);
        Assert.False(scene.Trial(2).OnFront);
    }

    [Fact]
    public void A_trial_that_is_retried_lets_parked_ones_continue_as_well()
    {
        var scene = new Scene(trials: 3, spec => Asha(spec) with { MaxAttempts = 1 }, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.8);
        scene.Train(scene.Lease()!, accuracy: 0.7);
        scene.Fail(scene.Lease()!, AttemptFailure.Threw);
        while (scene.Lease() is { } test)
            scene.Tested(test);
        Assert.Equal((SearchState.Completed, TrialState.Stopped), (scene.Search.Show()!.State, scene.Trial(2).State));

        scene.Take(scene.Search.Retry([3], scene.Now));

        Assert.Equal((TrialState.Parked, TrialState.Waiting), (scene.Trial(2).State, scene.Trial(3).State));
        scene.Replays();
    }

    [Fact]
    public void A_trial_that_nothing_dominates_is_never_parked_however_inaccurate_it_is()
    {
        // Each trial is cheaper and less accurate than the one before.
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

        // The first completes, because there is nothing to compare with; so does each new best, and a second best once there are enough
        // trials at both rungs, as the fourth finds only at the first.
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

        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 2, loss: 0.9, accuracy: 0.1).Kind);
        Assert.Equal(DecisionKind.Pause, scene.Report(lease, 3, loss: 0.8, accuracy: 0.1).Kind);
    }

    [Fact]
    public void No_trial_is_parked_before_the_first_rung()
    {
        var scene = new Scene(trials: 2, spec => Asha(spec) with { Strategy = Sample.Asha(minEpochs: 2) }, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        var lease = scene.Lease()!;

        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 1, accuracy: 0.1).Kind);
        Assert.Equal(DecisionKind.Pause, scene.Report(lease, 2, accuracy: 0.1).Kind);
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
        Assert.Equal(TrialState.Parked, replayed.Trial(5)!.State);
    }

    [Fact]
    public void A_search_completes_when_its_last_trial_is_parked()
    {
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Train(scene.Lease()!, accuracy: 0.1);
        scene.Tested(scene.Lease()!);

        Assert.Equal((TrialState.Stopped, "parked b"), (scene.Trial(2).State, scene.Trial(2).Reason[..8]));
        Assert.Equal(
            new ParkedStopped(Trials: 1, EpochsLeft: 8), scene.Ledger.OfType<ParkedStopped>().Single() with { Sequence = 0, At = default });
        Assert.Equal((SearchState.Completed, 1), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
        Assert.Equal((10, 18), (scene.Search.Show()!.Counts.EpochsDone, scene.Search.Show()!.Counts.EpochsTotal));
    }

    [Fact]
    public void What_is_measured_only_at_the_end_is_left_out_of_the_comparison()
    {
        var scene = new Scene(
            trials: 2, spec => Asha(spec) with { Objectives = ["accuracy", "latency"] }, cost: number => new(10, 10 * number, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);

        Assert.Contains("rank higher (accuracy, MACs);", scene.Report(scene.Lease()!, 1, accuracy: 0.8).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, 10.0, DecisionKind.Continue), InlineData(4, 40.0, DecisionKind.Pause), InlineData(4, null, DecisionKind.Pause)]
    [InlineData(3, 10.0, DecisionKind.Pause)]
    public void A_metric_of_the_end_is_compared_by_its_value_at_the_rung(int version, double? energy, DecisionKind decided)
    {
        var spec = Lines.Read("""
            { "trainer": "external", "epochs": 9, "strategy": { "kind": "asha", "minEpochs": 1, "first": "listed" },
              "metrics": { "energy": { "goal": "minimize", "when": "end" } }, "objectives": ["accuracy", "energy"] }
            """).Spec!;
        var scene = new Scene(
            trials: 3, _ => spec, _ => new(0, 0, 0), dataset: TrainerDeclaration.OwnData(TrainerDeclaration.External));
        scene.Judge(Reported(scene.Lease()!, accuracy: 0.9, energy: 30));
        scene.Judge(Reported(scene.Lease(worker: 2)!, accuracy: 0.8, energy: 20));
        var third = scene.Lease(worker: 3)!;
        var search = new Search(Scene.Id, (_, _) => scene.Space);
        foreach (var entry in scene.Ledger)
            search.Apply(entry is SearchStarted started ? started with { StrategyVersion = version } : entry);

        var decision = search.Judge(Reported(third, accuracy: 0.7, energy), scene.Now).Answer;

        Assert.Equal(decided, decision.Kind);
        if (decided == DecisionKind.Pause)
            Assert.Contains(
                $"2 of 3 trials rank higher ({(version == 4 ? "accuracy, energy" : "accuracy")});", decision.Reason,
                StringComparison.Ordinal);
        static Report Reported(Lease lease, double accuracy, double? energy) => Scene.Reported(lease, 1, accuracy: accuracy) with
        {
            Metrics = energy is { } value
                ? System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("energy", value) : null,
        };
    }

    [Fact]
    public void A_rung_compares_the_accuracy_that_is_kept()
    {
        // The first has 80 % after three epochs, but its best epoch is the first with 50 %, which counts on the front.
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        Train(scene, (0.5, 1.0), (0.7, 1.2), (0.8, 1.5));
        var second = scene.Lease(worker: 2)!;
        scene.Report(second, 1, loss: 1.0, accuracy: 0.6);
        scene.Report(second, 2, loss: 0.9, accuracy: 0.7);

        Assert.Equal(Decision.Continue, scene.Report(second, 3, loss: 0.8, accuracy: 0.75));
    }

    [Fact]
    public void What_was_parked_for_a_trial_that_diverges_goes_on()
    {
        var scene = new Scene(trials: 3, Asha, cost: _ => new(10, 10, 40));
        var leader = scene.Lease()!;
        scene.Report(leader, 1, accuracy: 0.9);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.4);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.5);
        Assert.Equal((TrialState.Parked, TrialState.Parked), (scene.Trial(2).State, scene.Trial(3).State));

        scene.Judge(Scene.Reported(leader, 2) with { ValidationLoss = double.NaN });

        var next = scene.Lease()!;
        Assert.Equal((3, 1, LeaseKind.Train), (next.Trial.Number, next.ReportedEpochs, next.Kind));
        Assert.Equal("completed", scene.Train(next, accuracy: 0.5).Reason);
        Assert.Equal(SearchState.Running, scene.Search.Show()!.State);
    }

    [Fact]
    public void A_parked_trial_that_goes_on_is_given_to_one_worker()
    {
        var scene = new Scene(trials: 3, Asha, cost: _ => new(10, 10, 40));
        var leader = scene.Lease(1)!;
        scene.Report(leader, 1, accuracy: 0.9);
        scene.Train(scene.Lease(2)!, accuracy: 0.5);
        scene.Judge(Scene.Reported(leader, 2) with { ValidationLoss = double.NaN });
        Assert.Equal(2, scene.Lease(1)!.Trial.Number);

        var other = scene.Lease(2)!;
        scene.Report(other, 1, accuracy: 0.6);
        scene.Judge(Scene.Reported(other, 2) with { ValidationLoss = double.NaN });

        Assert.Null(scene.Lease(2));
    }

    [Fact]
    public void Where_no_trial_completed_the_best_of_the_parked_ones_goes_on()
    {
        var scene = new Scene(trials: 3, Asha, cost: _ => new(10, 10, 40));
        var leader = scene.Lease()!;
        for (var epoch = 1; epoch <= 3; epoch++)
            scene.Report(leader, epoch, loss: 1.0 / epoch, accuracy: 0.9);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.4);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.5);

        // The trial stays at the rungs, because its failure was not a result; so the others stay parked, and nothing is left.
        scene.Fail(leader, AttemptFailure.OverLimits, "too large");

        Assert.Equal(3, scene.Lease()!.Trial.Number);
        Assert.Equal(SearchState.Running, scene.Replayed().Show()!.State);
    }

    [Fact]
    public void A_pause_of_the_search_and_its_end_leave_parked_trials_parked()
    {
        var scene = new Scene(trials: 3, Asha, cost: _ => new(10, 10, 40));
        scene.Report(scene.Lease()!, 1, accuracy: 0.9);
        scene.Train(scene.Lease(worker: 2)!, accuracy: 0.4);

        scene.Take(scene.Search.Pause(scene.Now));
        scene.Take(scene.Search.Resume(scene.Now));

        Assert.Equal((TrialState.Waiting, TrialState.Parked), (scene.Trial(1).State, scene.Trial(2).State));
        Assert.Equal(1, scene.Lease()!.Trial.Number);
        Assert.Equal(3, scene.Lease(worker: 2)!.Trial.Number);
        scene.Take(scene.Search.Cancel(scene.Now));
        Assert.Equal(TrialState.Cancelled, scene.Trial(2).State);
    }

    [Fact]
    public void The_first_rung_is_a_ninth_of_the_epochs_where_nothing_is_said()
    {
        var scene = new Scene(
            trials: 2, spec => spec with { Strategy = new StrategySpec("asha").With("sampler", "grid"), Epochs = 27 },
            cost: _ => new(10, 10, 40));
        scene.Report(scene.Lease()!, 1, accuracy: 0.9);
        var (first, second) = (scene.Lease(incarnation: "b")!, scene.Lease(worker: 2)!);
        for (var epoch = 2; epoch <= 3; epoch++)
            scene.Report(first, epoch, accuracy: 0.9);

        Assert.Equal(Decision.Continue, scene.Report(second, 1, accuracy: 0.1));
        Assert.Equal(Decision.Continue, scene.Report(second, 2, accuracy: 0.1));
        Assert.Equal(DecisionKind.Pause, scene.Report(second, 3, accuracy: 0.1).Kind);
    }

    [Fact]
    public void A_search_that_began_with_version_1_is_judged_by_it_to_its_end()
    {
        var scene = new Scene(trials: 2, Asha, cost: _ => new(10, 10, 40));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        var lease = scene.Lease()!;
        var old = new Search(Scene.Id, (_, _) => scene.Space);
        foreach (var entry in scene.Ledger)
            old.Apply(entry is SearchStarted started ? started with { StrategyVersion = 1 } : entry);

        var decision = old.Judge(Scene.Reported(lease, 1, accuracy: 0.1), scene.Now).Answer;

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.StartsWith("stopped by ASHA after 1 epoch", decision.Reason, StringComparison.Ordinal);
    }

    private static void Train(Scene scene, params (double Accuracy, double Loss)[] epochs)
    {
        var lease = scene.Lease()!;
        foreach (var (i, (accuracy, loss)) in epochs.Index())
            scene.Report(lease, i + 1, loss, accuracy);
    }
}
