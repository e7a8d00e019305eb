using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Changes by users to a search that has started or ended.</summary>
public sealed class UserChangesTests
{
    [Fact]
    public void A_search_is_called_otherwise_even_after_its_end_and_only_what_changes_is_in_the_ledger()
    {
        var scene = Completed();

        var view = scene.Take(scene.Search.Edit(
            new() { Name = "baseline", AddTags = ["paper", "a", "Paper"], Note = "the first" }, scene.Now));
        scene.Take(scene.Search.Edit(new() { Name = "baseline", AddTags = ["PAPER"], RemoveTags = ["A"] }, scene.Now));
        var after = scene.Ledger.Count;
        scene.Take(scene.Search.Edit(new() { Note = "the first" }, scene.Now));

        Assert.Equal(("baseline", "baseline", "the first", SearchState.Completed), (view.Name, view.Spec.Name, view.Note, view.State));
        Assert.Equal(["a", "paper"], view.Tags);
        Assert.Equal(["paper"], scene.Search.Show()!.Tags);
        var last = Assert.IsType<SearchEdited>(scene.Ledger[^1]);
        Assert.Equal((null, null, after), (last.Name, last.Note, scene.Ledger.Count));
        scene.Replays();
    }

    [Fact]
    public void A_search_has_no_more_tags_than_one_can_read()
    {
        var scene = new Scene();

        var refused = Assert.Throws<InvalidOperationException>(() => scene.Search.Edit(
            new() { AddTags = [.. Enumerable.Range(1, 21).Select(number => $"t{number}")] }, scene.Now));

        Assert.Equal("a search has at most 20 tags, but abcd1234 would have 21; remove some first", refused.Message);
    }

    [Theory]
    [InlineData(AttemptFailure.Threw, false)]
    [InlineData(AttemptFailure.OutOfMemory, true)]
    public void A_test_that_was_given_up_is_tried_again_and_what_was_trained_stays(AttemptFailure failure, bool isNamed)
    {
        var scene = new Scene(trials: 1, spec => spec with { Epochs = 2, MaxAttempts = 2 });
        scene.Train(scene.Lease()!, accuracy: 0.9);
        while (scene.Lease() is { Kind: LeaseKind.Test } test)
            scene.Fail(test, failure, "no images");
        Assert.Equal((SearchState.Completed, null), (scene.Search.Show()!.State, scene.Trial(1).TestAccuracy));

        scene.Take(scene.Search.Retry(isNamed ? [1] : [], scene.Now));

        var again = scene.Lease()!;
        Assert.Equal((LeaseKind.Test, 1, 0.9), (again.Kind, again.MicroBatchDivisor, scene.Trial(1).Accuracy));
        scene.Tested(again);
        Assert.Equal((SearchState.Completed, 0.4, ""), (scene.Search.Show()!.State, scene.Trial(1).TestAccuracy, scene.Trial(1).Reason));
        var why = Assert.Throws<InvalidOperationException>(() => scene.Search.Retry([1], scene.Now)).Message;
        Assert.Contains("or one on the front whose test failed, but trial 1 of search abcd1234 is completed", why);
        scene.Replays();
    }

    [Fact]
    public void Failed_trials_begin_anew_in_a_search_that_has_ended_and_the_cause_stays_on_record()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2, MaxAttempts = 1 });
        var failing = scene.Lease()!;
        scene.Report(failing, 1, accuracy: 0.9);
        scene.Fail(failing, AttemptFailure.Threw, "a broken disk");
        scene.Train(scene.Lease()!);
        Test(scene);
        Assert.Equal((SearchState.Completed, TrialState.Failed), (scene.Search.Show()!.State, scene.Trial(1).State));

        var view = scene.Take(scene.Search.Retry([], scene.Now));

        Assert.Equal((SearchState.Running, null, 2), (view.State, view.EndedAt, view.Counts.EpochsDone));
        Assert.Equal((TrialState.Waiting, 0, null), (scene.Trial(1).State, scene.Trial(1).Epochs, scene.Trial(1).Accuracy));
        var lease = scene.Lease()!;
        Assert.Equal((1, 2, 0, 1), (lease.Trial.Number, lease.Attempt, lease.ReportedEpochs, lease.RestartedAfter));
        scene.Train(lease, accuracy: 0.9);
        Test(scene);
        Assert.Equal((SearchState.Completed, 1), (scene.Search.Show()!.State, scene.Search.Show()!.Optimum!.Trial));
        Assert.Equal(
            ["a broken disk", ""],
            TrialHistory.From(scene.Ledger.Where(entry => entry is AttemptStarted { Trial: 1 } or AttemptEnded { Trial: 1 })).Attempts
                .Where(attempt => attempt.Kind == LeaseKind.Train).Select(attempt => attempt.Reason));
        scene.Replays();
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("front")]
    public void Every_strategy_takes_a_trial_that_begins_anew(string strategy)
    {
        var scene = new Scene(trials: 12, spec => spec with { Epochs = 9, MaxAttempts = 1, Strategy = new(strategy) });
        var first = scene.Lease()!;
        scene.Report(first, 1);
        scene.Fail(first, AttemptFailure.Threw);
        while (scene.Lease() is { } lease)
            if (lease.Kind == LeaseKind.Train)
                scene.Train(lease, accuracy: 0.5 + lease.Trial.Number / 100.0);
            else
                scene.Tested(lease);

        scene.Take(scene.Search.Retry([first.Trial.Number], scene.Now));
        var again = scene.Lease()!;
        scene.Train(again, accuracy: 0.99);

        Assert.Equal(first.Trial, again.Trial);
        Assert.Equal(TrialState.Completed, scene.Trial(first.Trial.Number).State);
        scene.Replays();
    }

    [Fact]
    public void Only_what_failed_is_retried_and_only_where_it_can_be_trained()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2, MaxAttempts = 1 });
        scene.Train(scene.Lease()!);
        scene.Report(scene.Lease()!, 1, loss: double.NaN);
        Test(scene);

        Assert.Equal(
            "no trial of search abcd1234 has failed or run out of memory; to retry trials that diverged or that you stopped, give their "
                + "numbers",
            Refused([]));
        Assert.Equal(
            "only a trial that failed, ran out of memory, diverged or was stopped by a user can be retried, or one on the front whose test "
            + "failed, but trial 1 of search abcd1234 is completed",
            Refused([2, 1]));
        Assert.Equal("search abcd1234 has no trial 9", Refused([9]));
        scene.Take(scene.Search.Retry([2], scene.Now));
        scene.Take(scene.Search.Cancel(scene.Now));
        Assert.StartsWith("search abcd1234 was cancelled, so its trials cannot be retried", Refused([2]), StringComparison.Ordinal);

        string Refused(int[] trials) => Assert.Throws<InvalidOperationException>(() => scene.Search.Retry(trials, scene.Now)).Message;
    }

    [Fact]
    public void A_completed_trial_is_trained_further_keeps_its_result_meanwhile_and_says_so()
    {
        var scene = Completed();
        Assert.Equal(1, scene.Search.Show()!.Optimum!.Trial);

        scene.Take(scene.Search.ExtendTrial(2, 3, scene.Now));
        var lease = scene.Lease()!;
        scene.Report(lease, 3, loss: 0.1, accuracy: 0.99);

        var meanwhile = scene.Trial(2);
        Assert.Equal((2, 3, 2, 5), (lease.Trial.Number, lease.Attempt, lease.ReportedEpochs, lease.Job.Epochs));
        Assert.Equal([2], lease.Job.Extensions);
        Assert.Equal((TrialState.Running, 0.5, 1, 3), (meanwhile.State, meanwhile.Accuracy, meanwhile.ModelAttempt, meanwhile.Epochs));
        Assert.Equal(7, scene.Search.Show()!.Counts.EpochsTotal);
        Assert.DoesNotContain("was trained for", scene.Search.Show()!.Optimum!.Reason, StringComparison.Ordinal);
        scene.Report(lease, 4, loss: 0.2, accuracy: 0.8);
        scene.Report(lease, 5, loss: 0.3, accuracy: 0.8);
        Test(scene);
        var after = scene.Trial(2);
        Assert.Equal(
            (TrialState.Completed, 0.99, 5, 3, null), (after.State, after.Accuracy, after.Epochs, after.Attempt, after.KeptAttempt));
        Assert.Equal([2], after.Extensions);
        Assert.EndsWith(
            "; on the front, trial 2 was trained for 5 epochs, not 2", scene.Search.Show()!.Optimum!.Reason,
            StringComparison.Ordinal);
        Assert.Equal((2, 7), (scene.Search.Show()!.Optimum!.Trial, scene.Search.Show()!.Counts.EpochsDone));
        scene.Replays();
    }

    [Fact]
    public void Where_training_further_fails_the_trial_has_what_it_had()
    {
        var scene = Completed(maxAttempts: 1);
        var before = scene.Trial(1);
        scene.Take(scene.Search.ExtendTrial(1, 3, scene.Now));
        var lease = scene.Lease()!;
        scene.Report(lease, 1, loss: 9, accuracy: 0.1);

        scene.Fail(lease, AttemptFailure.Threw, "a broken disk");

        Assert.DoesNotContain("was trained for", scene.Search.Show()!.Optimum!.Reason, StringComparison.Ordinal);
        Assert.Equal(
            before with { Reason = "not extended to 5 epochs: a broken disk" },
            scene.Trial(1) with { Extensions = before.Extensions });
        Assert.Equal((SearchState.Completed, 4), (scene.Search.Show()!.State, scene.Search.Show()!.Counts.EpochsDone));
        Assert.Equal(
            2, TrialHistory.From([new TrialExtended(1, 5), .. scene.Ledger.Where(OfFirst)]).Curve.Length);
        scene.Replays();

        bool OfFirst(LedgerEntry entry) => entry is EpochReported { Report.Trial.Number: 1 } or TrialExtended or AttemptStarted { Trial: 1 }
            or AttemptEnded { Trial: 1 };
    }

    [Fact]
    public void A_search_that_is_cancelled_or_spent_meanwhile_keeps_the_result()
    {
        var scene = Completed();
        scene.Take(scene.Search.ExtendTrial(1, 3, scene.Now));
        scene.Take(scene.Search.Cancel(scene.Now));
        Assert.Equal((TrialState.Completed, 2, 2), (scene.Trial(1).State, scene.Trial(1).Epochs, scene.Trial(1).EpochsPlanned));

        var bounded = new Scene(trials: 2, spec => spec with { Epochs = 2, Budget = new(Epochs: 5) });
        bounded.Train(bounded.Lease()!);
        bounded.Take(bounded.Search.ExtendTrial(1, 3, bounded.Now));
        var (further, other) = (bounded.Lease()!, bounded.Lease(worker: 2)!);
        bounded.Report(further, 3, loss: 0.1, accuracy: 0.4);
        bounded.Report(other, 1, accuracy: 0.4);
        bounded.Report(further, 4, loss: 0.1, accuracy: 0.4);
        bounded.Report(other, 2, accuracy: 0.4);
        Test(bounded);
        Assert.Equal((TrialState.Completed, 0.5), (bounded.Trial(1).State, bounded.Trial(1).Accuracy));
        Assert.Contains("the budget of 5 epochs is spent", bounded.Search.Show()!.Reason, StringComparison.Ordinal);
        scene.Replays();
        bounded.Replays();
    }

    [Fact]
    public void A_result_that_became_worse_lets_those_it_had_kept_off_the_front_back_on_it()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2 }, cost: _ => new(9, 9, 9));
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Train(scene.Lease()!, accuracy: 0.7);
        Test(scene);
        Assert.False(scene.Trial(2).OnFront);

        scene.Take(scene.Search.ExtendTrial(1, 1, scene.Now));
        scene.Report(scene.Lease()!, 3, loss: 0.01, accuracy: 0.2);
        Test(scene);

        Assert.Equal((false, true), (scene.Trial(1).OnFront, scene.Trial(2).OnFront));
        Assert.Equal((2, 0.7), (scene.Search.Show()!.Optimum!.Trial, scene.Search.Show()!.BestAccuracy));
        var history = new SearchHistory(Scene.Id);
        scene.Ledger.ForEach(history.Apply);
        Assert.Equal(scene.Search.Show()!.Score, history.Growth[^1].Score, 12);
        Assert.True(history.Growth[^1].Score < history.Growth[1].Score);
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("front")]
    public void Its_strategy_does_not_compare_a_trial_that_is_trained_further(string strategy)
    {
        var scene = new Scene(trials: 12, spec => spec with { Epochs = 9, Strategy = new(strategy) });
        var trial = scene.Lease()!.Trial.Number;
        scene.Train(scene.Lease()!);

        scene.Take(scene.Search.ExtendTrial(trial, 30, scene.Now));
        var lease = scene.Lease()!;
        for (var epoch = lease.ReportedEpochs + 1; epoch <= 39; epoch++)
            Assert.Equal(epoch < 39 ? DecisionKind.Continue : DecisionKind.Stop, scene.Report(lease, epoch, 1.0 / epoch, 0.99).Kind);

        Assert.Equal((TrialState.Completed, 0.99), (scene.Trial(trial).State, scene.Trial(trial).Accuracy));
        Assert.DoesNotContain("99", scene.Search.Explain(trial)!, StringComparison.Ordinal);
        scene.Replays();
    }

    [Fact]
    public void What_cannot_be_trained_further_is_refused_with_what_to_do()
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2, Budget = new(Epochs: 3) });
        scene.Train(scene.Lease()!);
        var lease = scene.Lease()!;

        Assert.EndsWith("trial 2 of search abcd1234 is running; wait until it has completed", Refused(2, 1), StringComparison.Ordinal);
        Assert.Equal("search abcd1234 has no trial 7", Refused(7, 1));
        Assert.Equal("epochs: must be from 1 to 99998, because trial 1 already has 2, but is 0", Refused(1, 0));
        scene.Report(lease, 1);
        Assert.Contains("because the budget of 3 epochs is spent; raise the limit first", Refused(1, 1), StringComparison.Ordinal);

        string Refused(int trial, int epochs) =>
            Assert.Throws<InvalidOperationException>(() => scene.Search.ExtendTrial(trial, epochs, scene.Now)).Message;
    }

    /// <summary>Returns a completed search of two trials of two epochs each, tested; the first one is more accurate.</summary>
    private static Scene Completed(int maxAttempts = 3)
    {
        var scene = new Scene(trials: 2, spec => spec with { Epochs = 2, MaxAttempts = maxAttempts });
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Train(scene.Lease()!, accuracy: 0.5);
        Test(scene);
        return scene;
    }

    private static void Test(Scene scene)
    {
        while (scene.Lease() is { Kind: LeaseKind.Test } test)
            scene.Tested(test);
    }
}
