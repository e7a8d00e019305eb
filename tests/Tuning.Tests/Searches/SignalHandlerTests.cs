namespace Paretune.Tuning.Tests.Searches;

public sealed class SignalHandlerTests
{
    [Fact]
    public void A_report_is_recorded_and_the_trial_goes_on()
    {
        var scene = new Scene();

        var decision = scene.Report(scene.Lease()!, 1, loss: 0.7, accuracy: 0.6);

        Assert.Equal(Decision.Continue, decision);
        Assert.Equal(
            (1, 0.6, 0.7, 2.0),
            (scene.Trial(1).Epochs, scene.Trial(1).Accuracy, scene.Trial(1).ValidationLoss, scene.Trial(1).SecondsPerEpoch));
    }

    [Fact]
    public void A_repeated_report_gets_the_recorded_decision_and_writes_nothing()
    {
        var scene = new Scene(with: spec => spec with { Epochs = 1 });
        var lease = scene.Lease()!;
        var first = scene.Report(lease, 1);
        var entries = scene.Ledger.Count;

        var repeated = scene.Report(lease, 1, accuracy: 0.9);

        Assert.Equal(first, repeated);
        Assert.Equal(0.5, scene.Trial(1).Accuracy);
        Assert.Equal(entries, scene.Ledger.Count);
    }

    [Fact]
    public void A_report_of_an_older_attempt_is_refused_and_writes_nothing()
    {
        var scene = new Scene();
        var old = scene.Lease()!;
        scene.Lease(incarnation: "b");
        var entries = scene.Ledger.Count;

        var decision = scene.Report(old, 1);

        Assert.Equal(Decision.LeaseLost("trial 1 is now in attempt 2; attempt 1 has lost its lease"), decision);
        Assert.Equal(entries, scene.Ledger.Count);
    }

    [Fact]
    public void A_report_whose_lease_ran_out_is_refused()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;
        scene.Now += lease.Duration;
        scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));

        var decision = scene.Report(lease, 1);

        Assert.Equal(DecisionKind.LeaseLost, decision.Kind);
        Assert.Equal(0, scene.Trial(1).Epochs);
    }

    [Fact]
    public void The_last_epoch_completes_the_trial()
    {
        var scene = new Scene();

        var decision = scene.Train(scene.Lease()!);

        Assert.Equal(Decision.Stop("completed"), decision);
        Assert.Equal((TrialState.Completed, 3), (scene.Trial(1).State, scene.Trial(1).Epochs));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_a_number_ends_the_trial_as_diverged(double loss)
    {
        var scene = new Scene();

        var decision = scene.Report(scene.Lease()!, 1, loss);

        Assert.Equal(DecisionKind.Stop, decision.Kind);
        Assert.Equal((TrialState.Diverged, decision.Reason), (scene.Trial(1).State, scene.Trial(1).Reason));
    }

    [Fact]
    public void The_kept_epoch_has_the_least_validation_loss_and_the_earliest_wins_a_tie()
    {
        var scene = new Scene(with: spec => spec with { Epochs = 4 });
        var lease = scene.Lease()!;

        foreach (var (epoch, loss) in new[] { (1, 0.9), (2, 0.5), (3, 0.5), (4, 0.6) })
            scene.Report(lease, epoch, loss, accuracy: epoch / 10.0);

        Assert.Equal((2, 0.2, 0.5), (scene.Trial(1).BestEpoch, scene.Trial(1).Accuracy, scene.Trial(1).ValidationLoss));
    }

    [Fact]
    public void An_epoch_trained_again_takes_the_place_of_the_old_ones_from_there_on()
    {
        var scene = new Scene(with: spec => spec with { Epochs = 4 });
        var first = scene.Lease()!;
        scene.Report(first, 1, loss: 0.9);
        scene.Report(first, 2, loss: 0.1);
        var second = scene.Lease()!;

        scene.Report(second, 1, loss: 0.8, accuracy: 0.3);

        Assert.Equal((1, 1, 0.3), (scene.Trial(1).Epochs, scene.Trial(1).BestEpoch, scene.Trial(1).Accuracy));
        Assert.Equal(1, scene.Search.Show()!.Counts.EpochsDone);
    }

    [Fact]
    public void A_report_that_leaves_an_epoch_out_counts_as_a_throw()
    {
        var scene = new Scene(with: spec => spec with { MaxAttempts = 1 });

        var decision = scene.Report(scene.Lease()!, 2);

        Assert.Equal("epoch 2 was reported, but epoch 1 is next: the checkpoint is from another run", decision.Reason);
        Assert.Equal(TrialState.Failed, scene.Trial(1).State);
    }

    [Fact]
    public void A_trainer_that_throws_is_tried_again_up_to_the_limit_then_the_trial_has_failed_with_its_message()
    {
        var scene = new Scene(trials: 2, spec => spec with { MaxAttempts = 2 });

        scene.Fail(scene.Lease()!, AttemptFailure.Threw, "first");
        var afterOne = scene.Trial(1).State;
        scene.Fail(scene.Lease()!, AttemptFailure.Threw, "second");

        Assert.Equal(TrialState.Waiting, afterOne);
        Assert.Equal((TrialState.Failed, "second"), (scene.Trial(1).State, scene.Trial(1).Reason));
        Assert.Equal(SearchState.Running, scene.Search.Show()!.State);
    }

    [Fact]
    public void Out_of_memory_is_tried_once_more_with_half_the_micro_batch()
    {
        var scene = new Scene();

        scene.Fail(scene.Lease()!, AttemptFailure.OutOfMemory);
        var second = scene.Lease()!;
        scene.Fail(second, AttemptFailure.OutOfMemory, "it needs 9 GB");

        Assert.Equal((1, 2), (second.Trial.Number, second.MicroBatchDivisor));
        Assert.Equal((TrialState.OutOfMemory, "it needs 9 GB"), (scene.Trial(1).State, scene.Trial(1).Reason));
    }

    [Fact]
    public void Preemption_does_not_count_as_a_try()
    {
        var scene = new Scene(with: spec => spec with { MaxAttempts = 1 });

        for (var i = 0; i < 3; i++)
            scene.Fail(scene.Lease()!, AttemptFailure.Preempted);

        Assert.Equal((TrialState.Waiting, 3), (scene.Trial(1).State, scene.Trial(1).Attempt));
    }

    [Fact]
    public void A_repeated_end_of_an_attempt_counts_once()
    {
        var scene = new Scene(with: spec => spec with { MaxAttempts = 2 });
        var lease = scene.Lease()!;

        var first = scene.Fail(lease, AttemptFailure.Threw, "no");
        var repeated = scene.Fail(lease, AttemptFailure.Threw, "no");

        Assert.Equal(first, repeated);
        Assert.Equal(TrialState.Waiting, scene.Trial(1).State);
    }

    [Fact]
    public void A_signal_of_a_trial_that_was_never_leased_is_refused()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;

        var unknown = scene.Step(lease with { Trial = new(Scene.Id, 99) });
        var waiting = scene.Step(lease with { Trial = new(Scene.Id, 2) });

        Assert.Equal([DecisionKind.LeaseLost, DecisionKind.LeaseLost], [unknown.Kind, waiting.Kind]);
    }

    [Fact]
    public void A_signal_of_the_wrong_kind_is_refused()
    {
        var scene = new Scene();

        var decision = scene.Tested(scene.Lease()!);

        Assert.Equal(Decision.LeaseLost("attempt 1 of trial 1 is for training, so its TestResult was rejected"), decision);
    }
}
