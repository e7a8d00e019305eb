namespace Paretune.Tuning.Tests.Searches;

/// <summary>User actions on single trials of a running search: stop, restart, tag.</summary>
public sealed class StoppingTrialsTests
{
    [Fact]
    public void A_running_trial_that_its_user_stops_keeps_its_epochs_and_its_worker_is_told()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 3 });
        var lease = scene.Lease()!;
        scene.Report(lease, 1, accuracy: 0.8);

        var view = scene.Take(scene.Search.StopTrials([1], scene.Now));

        Assert.Equal((SearchState.Running, 1, 0), (view.State, view.Counts.Stopped, view.Counts.Running));
        var trial = scene.Trial(1);
        Assert.Equal((TrialState.Stopped, "stopped by the user after 1 of 3 epochs", true, 1),
            (trial.State, trial.Reason, trial.StoppedByUser, trial.Epochs));
        Assert.Equal(Decision.Stop(trial.Reason), scene.Step(lease));
        Assert.Equal(2, scene.Lease()!.Trial.Number);
        scene.Replays();
    }

    [Fact]
    public void The_search_goes_on_to_its_end_without_trials_that_were_stopped_while_they_waited()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2 });
        var first = scene.Lease(1)!;
        scene.Train(scene.Lease(2)!, accuracy: 0.7);
        scene.Take(scene.Search.Pause(scene.Now));
        Assert.Equal(TrialState.Paused, scene.Trial(first.Trial.Number).State);

        scene.Take(scene.Search.StopTrials([1], scene.Now));
        scene.Take(scene.Search.Resume(scene.Now));
        var test = scene.Lease()!;
        scene.Tested(test);

        Assert.Equal((LeaseKind.Test, 2), (test.Kind, test.Trial.Number));
        Assert.Equal((SearchState.Completed, 2), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
        Assert.Equal("stopped by the user before its first epoch ended", scene.Trial(1).Reason);
        scene.Replays();
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("front")]
    public void A_strategy_neither_takes_up_a_parked_trial_that_was_stopped_nor_lets_it_pass_when_it_begins_anew(string strategy)
    {
        var scene = new Scene(trials: 24, spec => spec with { Epochs = 9, Strategy = new(strategy) });
        TrialView? parked = null;
        while (parked is null && scene.Lease() is { Kind: LeaseKind.Train } lease)
        {
            scene.Train(lease, accuracy: 0.9 - lease.Trial.Number / 50.0);
            parked = scene.Search.Trials()!.Value.FirstOrDefault(trial => trial.State == TrialState.Parked);
        }

        var number = parked!.Number;
        scene.Take(scene.Search.StopTrials([number], scene.Now));
        while (scene.Lease() is { } next)
        {
            Assert.True(next.Trial.Number != number, "a trial that its user stopped was leased");
            if (next.Kind == LeaseKind.Train)
                scene.Train(next, accuracy: 0.9 - next.Trial.Number / 50.0);
            else
                scene.Tested(next);
        }

        scene.Take(scene.Search.Retry([number], scene.Now));
        var again = scene.Lease()!;
        Assert.Equal((number, 0), (again.Trial.Number, again.ReportedEpochs));
        scene.Train(again, accuracy: 0.9 - number / 50.0);

        Assert.Equal((TrialState.Parked, false), (scene.Trial(number).State, scene.Trial(number).StoppedByUser));
        scene.Replays();
    }

    [Fact]
    public void A_larger_budget_does_not_take_up_what_a_user_stopped()
    {
        var scene = new Scene(trials: 3, spec => spec with { Epochs = 4, Budget = new() { Epochs = 4 } });
        var (stopped, spent) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(stopped, 1);
        for (var epoch = 1; epoch <= 3; epoch++)
            scene.Report(spent, epoch);
        // The trial runs until its next report; it is stopped before that.
        scene.Take(scene.Search.StopTrials([stopped.Trial.Number], scene.Now));

        scene.Take(scene.Search.Extend(new() { Epochs = 40 }, scene.Now));

        Assert.Equal((TrialState.Stopped, TrialState.Waiting), (scene.Trial(1).State, scene.Trial(2).State));
        scene.Replays();
    }

    [Fact]
    public void A_second_larger_budget_does_not_take_up_a_waiting_trial_that_a_user_stopped_after_the_first()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2, Budget = new() { Epochs = 2 } });
        var (first, second) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(first, 1);
        scene.Report(second, 1);
        scene.Report(first, 2);
        scene.Report(second, 2);
        scene.Take(scene.Search.Extend(new() { Epochs = 20 }, scene.Now));
        var waiting = scene.Search.Trials()!.Value.Single(trial => trial.State == TrialState.Waiting).Number;

        scene.Take(scene.Search.StopTrials([waiting], scene.Now));
        scene.Take(scene.Search.Extend(new() { Epochs = 40 }, scene.Now));

        Assert.Equal((TrialState.Stopped, true), (scene.Trial(waiting).State, scene.Trial(waiting).StoppedByUser));
        scene.Replays();
    }

    [Fact]
    public void One_that_is_trained_further_keeps_the_result_it_had()
    {
        var scene = new Scene(trials: 1, spec => spec with { Epochs = 2 });
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Tested(scene.Lease()!);
        scene.Take(scene.Search.ExtendTrial(1, 2, scene.Now));
        scene.Report(scene.Lease()!, 3, accuracy: 0.1);

        scene.Take(scene.Search.StopTrials([1], scene.Now));

        var trial = scene.Trial(1);
        Assert.Equal((TrialState.Completed, 0.9, 2, false), (trial.State, trial.Accuracy, trial.Epochs, trial.StoppedByUser));
        Assert.Equal("not extended to 4 epochs: stopped by the user after 3 of 4 epochs", trial.Reason);
        scene.Replays();
    }

    [Fact]
    public void What_is_over_cannot_be_stopped_and_then_none_of_those_named_is()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 1 });
        scene.Train(scene.Lease()!);
        scene.Lease();

        Assert.Equal(
            "only a trial that has not ended can be stopped, but trial 1 of search abcd1234 is completed", Refused([2, 1]));
        Assert.Equal("search abcd1234 has no trial 9", Refused([9]));
        Assert.Equal(TrialState.Running, scene.Trial(2).State);

        string Refused(int[] trials) =>
            Assert.Throws<InvalidOperationException>(() => scene.Search.StopTrials(trials, scene.Now)).Message;
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("asha")]
    [InlineData("front")]
    public void A_search_that_is_finished_early_lets_begun_trials_end_and_completes_with_an_optimum(string strategy)
    {
        var scene = new Scene(trials: 24, spec => spec with { Epochs = 9, Strategy = new(strategy) });
        var (one, other) = (scene.Lease(1)!, scene.Lease(2)!);
        scene.Report(one, 1, accuracy: 0.6);

        scene.Take(scene.Search.Finish(scene.Now));
        scene.Take(scene.Search.Finish(scene.Now));
        Assert.Null(scene.Lease(3));
        scene.Train(one with { ReportedEpochs = 1 }, accuracy: 0.9);
        scene.Train(other, accuracy: 0.8);
        while (scene.Lease() is { } test)
            scene.Tested(test);

        var view = scene.Search.Show()!;
        Assert.Equal((SearchState.Completed, "finished early by the user", 2), (view.State, view.Reason, view.Counts.Total));
        Assert.Equal(one.Trial.Number, view.Optimum!.Trial);
        Assert.Single(scene.Ledger.OfType<SearchFinishing>());
        Assert.Throws<InvalidOperationException>(() => scene.Search.Finish(scene.Now));
        scene.Replays();
    }

    [Fact]
    public void A_begun_trial_that_loses_its_worker_while_the_search_finishes_goes_on_elsewhere_and_parked_ones_stop()
    {
        var scene = new Scene(trials: 24, spec => spec with { Epochs = 9, Strategy = new("asha") });
        while (scene.Search.Trials()!.Value.All(trial => trial.State != TrialState.Parked))
            scene.Train(scene.Lease()!, accuracy: 0.9 - scene.Search.Trials()!.Value.Length / 50.0);
        var lost = scene.Lease(2)!;

        scene.Take(scene.Search.Finish(scene.Now));
        scene.Fail(lost, AttemptFailure.Preempted);
        var again = scene.Lease(3)!;
        scene.Train(again, accuracy: 0.95);
        while (scene.Lease() is { } test)
            scene.Tested(test);

        Assert.Equal(lost.Trial, again.Trial);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        Assert.DoesNotContain(scene.Search.Trials()!.Value, trial => trial.State == TrialState.Parked);
        scene.Replays();
    }

    [Fact]
    public void A_larger_budget_lets_a_search_go_on_that_was_finished_early()
    {
        var scene = new Scene(trials: 3, spec => spec with { Epochs = 1, Budget = new() { Epochs = 9 } });
        scene.Take(scene.Search.Finish(scene.Now));
        Assert.Equal((SearchState.Failed, "finished early by the user; no trial was started"),
            (scene.Search.Show()!.State, scene.Search.Show()!.Reason));

        scene.Take(scene.Search.Extend(new() { Epochs = 10 }, scene.Now));

        Assert.Equal(1, scene.Lease()!.Trial.Number);
        scene.Replays();
    }

    [Fact]
    public void Trials_are_tagged_even_after_the_search_has_ended_and_only_what_changes_is_in_the_ledger()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 1 });
        scene.Train(scene.Lease()!);
        scene.Take(scene.Search.Cancel(scene.Now));
        scene.Take(scene.Search.TagTrials([1], ["b", "a", "A"], [], scene.Now));
        var after = scene.Ledger.Count;

        scene.Take(scene.Search.TagTrials([1], ["B"], ["none"], scene.Now));
        Assert.Equal(after, scene.Ledger.Count);
        scene.Take(scene.Search.TagTrials([1], ["c"], ["B"], scene.Now));

        Assert.Equal(["a", "c"], scene.Trial(1).Tags);
        Assert.Equal(SearchState.Cancelled, scene.Search.Show()!.State);
        var refused = Assert.Throws<InvalidOperationException>(
            () => scene.Search.TagTrials([1], [.. Enumerable.Range(1, 19).Select(number => $"t{number}")], [], scene.Now));
        Assert.Equal(
            "a trial has at most 20 tags, but trial 1 of search abcd1234 would have 21; remove some first", refused.Message);
        scene.Replays();
    }
}
