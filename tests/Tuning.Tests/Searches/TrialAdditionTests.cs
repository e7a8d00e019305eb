using System.Collections.Immutable;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>A search whose trials a user adds while it runs.</summary>
public sealed class TrialAdditionTests
{
    [Fact]
    public void A_search_waits_for_trials_and_trains_those_that_are_added()
    {
        var scene = Manual();
        Assert.Equal((SearchState.Running, true, false), (scene.Search.Show()!.State, scene.Search.Show()!.IsOpen, scene.Search.HasWork));
        Assert.Null(scene.Lease());

        var added = Add(scene, 1, 2);

        Assert.Equal([new(1, true, null), new(2, true, null)], added);
        Assert.Equal((2, 2), (scene.Search.Show()!.Counts.Total, scene.Search.Show()!.Counts.Waiting));
        Assert.Equal([1, 2], [scene.Lease(1)!.Trial.Number, scene.Lease(2)!.Trial.Number]);
        scene.Replays();
    }

    [Fact]
    public void It_stays_open_when_all_its_trials_are_over()
    {
        var scene = Manual();
        Add(scene, 1);
        scene.Train(scene.Lease()!);

        Assert.Equal((SearchState.Running, true, false), (scene.Search.Show()!.State, scene.Search.Show()!.IsOpen, scene.Search.HasWork));

        Add(scene, 2);
        Assert.Equal(2, scene.Lease()!.Trial.Number);
    }

    [Fact]
    public void A_request_that_is_repeated_adds_nothing_and_names_the_same_trials()
    {
        var scene = Manual();
        Add(scene, 1, 2);
        var entries = scene.Ledger.Count;

        Assert.Equal([new(1, false, null), new(2, false, null), new(1, false, null)], Add(scene, 1, 2, 1));
        Assert.Equal(entries, scene.Ledger.Count);
        Assert.Equal([new(1, false, null), new(3, true, null)], Add(scene, 1, 3));
    }

    [Fact]
    public void A_search_that_was_read_from_its_ledger_knows_what_it_has()
    {
        var scene = Manual();
        Add(scene, 1, 2);

        Assert.Equal([new(2, false, null), new(3, true, null)], scene.Replayed().AddTrials(Given(2, 3), scene.Now).Answer.Trials);
    }

    [Fact]
    public void What_is_over_a_limit_is_skipped_with_the_reason_and_the_others_are_added()
    {
        var scene = Manual(spec => spec with { Limits = new(Parameters: 500_000) });

        var added = scene.Take(scene.Search.AddTrials(
            [.. Given(1), new("dilated-separable", Sample.Configuration(width: 0.25))], scene.Now)).Trials;

        Assert.Equal([null, 1], added.Select(one => one.Number));
        Assert.Matches(@"^not trained: the model has \d+ parameters, over the limit of 500000$", added[0].Skipped!);
        Assert.Single(scene.Search.Trials()!.Value);
    }

    [Fact]
    public void What_a_network_lacks_is_skipped()
    {
        var scene = Manual();

        var added = scene.Take(scene.Search.AddTrials([new("vgg16", Sample.Configuration(dilation: 2))], scene.Now)).Trials;

        Assert.Equal("not trained: vgg16 does not support δ > 1", added[0].Skipped);
    }

    [Fact]
    public void Finished_by_its_user_it_trains_what_was_added_and_completes()
    {
        var scene = Manual();
        Add(scene, 1, 2);
        scene.Take(scene.Search.Finish(scene.Now));
        Assert.False(scene.Search.Show()!.IsOpen);

        scene.Train(scene.Lease()!);
        scene.Train(scene.Lease()!);
        TestAll(scene);

        Assert.Equal((SearchState.Completed, ""), (scene.Search.Show()!.State, scene.Search.Show()!.Reason));
        Assert.Equal(2, scene.Search.Show()!.Counts.Completed);
        scene.Replays();
    }

    [Fact]
    public void Finished_when_all_its_trials_are_over_it_tests_the_front_at_once()
    {
        var scene = Manual();
        Add(scene, 1);
        scene.Train(scene.Lease()!);

        scene.Take(scene.Search.Finish(scene.Now));
        TestAll(scene);

        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        scene.Replays();
    }

    [Fact]
    public void Finished_without_a_trial_it_fails()
    {
        var scene = Manual();

        scene.Take(scene.Search.Finish(scene.Now));

        Assert.Equal((SearchState.Failed, "no trial was started"), (scene.Search.Show()!.State, scene.Search.Show()!.Reason));
        scene.Replays();
    }

    [Fact]
    public void Its_budget_of_trials_closes_it()
    {
        var scene = Manual(spec => spec with { Budget = new(Trials: 2) });

        var added = Add(scene, 1, 2, 3);

        Assert.Equal([1, 2, null], added.Select(one => one.Number));
        Assert.Contains("the budget of 2 trials is spent", added[2].Skipped, StringComparison.Ordinal);
        Assert.False(scene.Search.Show()!.IsOpen);
        scene.Train(scene.Lease()!);
        scene.Train(scene.Lease()!);
        TestAll(scene);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        scene.Replays();
    }

    [Fact]
    public void Its_hours_close_it_although_no_worker_asks()
    {
        var scene = Manual(spec => spec with { Budget = new(WallHours: 1) });
        Add(scene, 1);
        scene.Train(scene.Lease()!);
        Assert.True(scene.Search.MayRunOut);
        scene.Now += TimeSpan.FromMinutes(61);

        scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));

        Assert.Contains(scene.Ledger, entry => entry is BudgetSpent);
        Assert.Equal((false, true), (scene.Search.MayRunOut, scene.Search.HasWork));
        TestAll(scene);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        scene.Replays();
    }

    [Fact]
    public void Replicates_run_once_it_is_finished()
    {
        var scene = Manual(spec => spec with { Replicates = 2 });
        Add(scene, 1, 2);
        scene.Train(scene.Lease()!, 0.5);
        scene.Train(scene.Lease()!, 0.5065);
        Assert.Null(scene.Lease());

        scene.Take(scene.Search.Finish(scene.Now));

        Assert.NotNull(scene.Lease());
        Assert.Contains(scene.Ledger, entry => entry is ReplicateAdded);
        scene.Replays();
    }

    [Fact]
    public void A_paused_search_takes_trials_for_later()
    {
        var scene = Manual();
        scene.Take(scene.Search.Pause(scene.Now));

        Add(scene, 1);

        Assert.Null(scene.Lease());
        scene.Take(scene.Search.Resume(scene.Now));
        Assert.Equal(1, scene.Lease()!.Trial.Number);
        scene.Replays();
    }

    [Fact]
    public void A_search_that_has_ended_names_what_it_has_and_refuses_what_is_new()
    {
        var scene = Manual();
        Add(scene, 1);
        scene.Take(scene.Search.Cancel(scene.Now));

        Assert.Equal(1, Add(scene, 1)[0].Number);
        Assert.Equal(
            $"search {Scene.Id} is cancelled; a search that has ended takes no more trials",
            Assert.Throws<InvalidOperationException>(() => Add(scene, 2)).Message);
    }

    [Fact]
    public void Another_strategy_takes_none()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Add(new(), 1));

        Assert.Contains(
            "can be added only to a search with strategy: manual, but the strategy of search", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is grid", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_space_cannot_be_extended()
    {
        var scene = Manual();

        var refused = Assert.Throws<InvalidOperationException>(
            () => scene.Search.ExtendSpace(scene.Spec.Space.With("dilation", 1, 2, 3), scene.Spec.Networks, scene.Now));

        Assert.Contains("because its trials are added by the user", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_s_models_are_counted_where_they_are_made()
    {
        var scene = Manual(spec => spec with { Trainer = "lines", Networks = ["lines"], Limits = new(Parameters: 10) });

        Assert.Equal(1, scene.Take(scene.Search.AddTrials([new("lines", Sample.Configuration())], scene.Now)).Trials[0].Number);
        Assert.Equal(new(0, 0, 0), scene.Ledger.OfType<TrialAdded>().Single().Cost);
    }

    private static Scene Manual(Func<SearchSpec, SearchSpec>? with = null) =>
        new(with: spec => (with ?? (one => one))(spec) with { Strategy = new("manual") });

    private static ImmutableArray<AddedTrial> Add(Scene scene, params int[] dilations) =>
        scene.Take(scene.Search.AddTrials(Given(dilations), scene.Now)).Trials;

    private static ImmutableArray<GivenTrial> Given(params int[] dilations) =>
        [.. dilations.Select(dilation => new GivenTrial("dilated-separable", Sample.Configuration(dilation)))];

    private static void TestAll(Scene scene)
    {
        for (var worker = 1; scene.Lease(worker) is { Kind: LeaseKind.Test } test; worker++)
            scene.Tested(test);
    }
}
