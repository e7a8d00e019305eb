using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

public sealed class ExtendingTests
{
    private static readonly Budget Three = new(Epochs: 3), Six = new(Epochs: 6);

    [Fact]
    public void A_search_that_its_budget_ended_goes_on_with_what_the_budget_had_stopped()
    {
        var scene = Spent();
        Assert.Equal((SearchState.Completed, TrialState.Stopped), (scene.Search.Show()!.State, scene.Trial(2).State));

        var view = scene.Take(scene.Search.Extend(Six, scene.Now));

        Assert.Equal((SearchState.Running, null, 6L), (view.State, view.EndedAt, view.Spec.Budget!.Epochs));
        var lease = scene.Lease()!;
        Assert.Equal((2, 1), (lease.Trial.Number, lease.ReportedEpochs));
        Assert.Equal(DecisionKind.Stop, scene.Report(lease, 2).Kind);
        Assert.Equal(TrialState.Completed, scene.Trial(2).State);
    }

    [Fact]
    public void It_ends_a_second_time_with_a_new_optimum()
    {
        var scene = Spent();
        scene.Take(scene.Search.Extend(Six, scene.Now));
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, accuracy: 0.9);
        Test(scene);

        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        Assert.Equal(2, scene.Ledger.OfType<OptimumChosen>().Count());
        Assert.NotEqual(1, scene.Search.Show()!.Optimum!.Trial);
    }

    [Fact]
    public void A_search_that_still_runs_only_gets_more()
    {
        var scene = new Scene(trials: 3, spec => spec with { Epochs = 2, Budget = Three });
        var lease = scene.Lease()!;

        scene.Take(scene.Search.Extend(Six, scene.Now));

        Assert.Equal(DecisionKind.Continue, scene.Report(lease, 1).Kind);
        Assert.IsType<BudgetExtended>(scene.Ledger[^2]);
    }

    [Fact]
    public void Parked_trials_that_ended_with_the_search_are_parked_again()
    {
        var scene = new Scene(
            trials: 4, spec => spec with { Epochs = 4, Budget = new(Epochs: 5), Strategy = Sample.Asha(reduction: 2, minEpochs: 1) });
        scene.Train(scene.Lease()!, accuracy: 0.9);
        scene.Report(scene.Lease()!, 1, accuracy: 0.1);
        Assert.Equal(TrialState.Stopped, scene.Trial(2).State);

        scene.Take(scene.Search.Extend(new(Epochs: 50), scene.Now));

        Assert.Contains(scene.Trial(2).State, new[] { TrialState.Parked, TrialState.Waiting });
    }

    [Fact]
    public void What_is_extended_is_read_back_and_replayed_the_same()
    {
        var scene = Spent();
        scene.Take(scene.Search.Extend(Six, scene.Now));
        scene.Report(scene.Lease()!, 2);

        var (read, replay) = (scene.Replayed(), new SearchReplay(new(Scene.Id, (_, _) => scene.Space)));
        scene.Ledger.ForEach(replay.Take);
        replay.End();

        Assert.Equal(scene.Search.Trials()!.Value.Select(trial => trial.State), read.Trials()!.Value.Select(trial => trial.State));
        Assert.Equal(scene.Search.Show()!.Spec.Budget, read.Show()!.Spec.Budget);
        Assert.Null(replay.Difference);
    }

    [Fact]
    public void A_budget_that_is_no_extension_is_refused_and_changes_nothing()
    {
        var scene = Spent();
        var before = scene.Search.Sequence;

        Assert.Equal(
            "budget.epochs: must be more than the current 3, but is 2; to end the search sooner, finish it",
            Refused(scene, new(Epochs: 2)));
        Assert.StartsWith("budget.hours: cannot be extended to 2, because", Refused(scene, new(Hours: 2)), StringComparison.Ordinal);
        Assert.StartsWith("budget.trials: must be left out, because", Refused(scene, new(Trials: 20)), StringComparison.Ordinal);
        Assert.StartsWith("budget: must contain at least one of", Refused(scene, new()), StringComparison.Ordinal);
        Assert.StartsWith("budget: only a budget that a search already has", Refused(new Scene(), Six), StringComparison.Ordinal);
        Assert.Equal(before, scene.Search.Sequence);
    }

    [Fact]
    public void An_extension_is_repeated_without_effect_after_its_answer_was_lost()
    {
        var scene = Spent();
        scene.Take(scene.Search.Extend(Six, scene.Now));
        scene.Lease();

        var repeated = scene.Replayed().Extend(Six, scene.Now);

        Assert.Empty(repeated.Entries);
        Assert.Equal((SearchState.Running, 6L), (repeated.Answer.State, repeated.Answer.Spec.Budget!.Epochs));
    }

    [Fact]
    public void An_extension_that_is_spent_or_not_the_newest_is_refused()
    {
        var (spent, other) = (Spent(), Spent());
        spent.Take(spent.Search.Extend(new(Epochs: 4), spent.Now));
        spent.Report(spent.Lease()!, 2);
        other.Take(other.Search.Extend(new(Epochs: 5), other.Now));
        other.Take(other.Search.Extend(Six, other.Now));

        Assert.StartsWith("budget.epochs: must be more than the current 4", Refused(spent, new(Epochs: 4)), StringComparison.Ordinal);
        Assert.StartsWith("budget.epochs: must be more than the current 6", Refused(other, new(Epochs: 5)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_extension_does_not_open_again_what_the_user_has_finished_since()
    {
        var scene = Spent();
        scene.Take(scene.Search.Extend(Six, scene.Now));
        scene.Take(scene.Search.Finish(scene.Now));

        Assert.StartsWith("budget.epochs: must be more than the current 6", Refused(scene, Six), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_search_stays_cancelled()
    {
        var scene = new Scene(trials: 3, spec => spec with { Budget = Three });
        scene.Take(scene.Search.Cancel(scene.Now));

        Assert.Equal("search abcd1234 was cancelled, so its budget cannot be extended; submit it again", Refused(scene, Six));
    }

    private static string Refused(Scene scene, Budget more) =>
        Assert.Throws<InvalidOperationException>(() => scene.Search.Extend(more, scene.Now)).Message;

    /// <summary>
    /// Returns a search in which trial 1 has completed, the budget stopped trial 2 after its first of two epochs, and trial 3 never
    /// started.
    /// </summary>
    private static Scene Spent()
    {
        var scene = new Scene(trials: 3, spec => spec with { Epochs = 2, Budget = Three });
        scene.Train(scene.Lease()!);
        scene.Report(scene.Lease()!, 1);
        Test(scene);
        return scene;
    }

    private static void Test(Scene scene)
    {
        while (scene.Lease() is { Kind: LeaseKind.Test } test)
            scene.Tested(test);
    }
}
