using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

public sealed class SearchReplayTests
{
    [Theory, InlineData("grid"), InlineData("asha")]
    public void A_search_that_a_user_disturbed_is_decided_the_same_again(string strategy)
    {
        var scene = new Scene(trials: 6, spec => spec with { MaxAttempts = 2, Strategy = new(strategy) });
        var user = new RandomUser(scene, new Random(4));
        for (var i = 0; i < 200 && !scene.Search.Ended; i++)
            user.DoSomething();

        var replay = Replay(scene, scene.Ledger);

        Assert.Null(replay.Difference);
        Assert.Equal((scene.Ledger.Count, 0), (replay.Compared, replay.Taken));
        Assert.Empty(replay.Notes);
    }

    [Fact]
    public void The_first_decision_that_differs_is_told_with_both()
    {
        var scene = Trained();
        var ledger = scene.Ledger.Select(entry => entry is EpochReported { Report: { Epoch: 1, Trial.Number: 2 } } reported
            ? reported with { Decision = Decision.Stop("stopped by hand") } : entry).ToList();

        var difference = Replay(scene, ledger).Difference!;

        Assert.Equal("stopped by hand", ((EpochReported)difference.Recorded!).Decision.Reason);
        Assert.Equal(Decision.Continue, ((EpochReported)difference.Decided!).Decision);
        Assert.Equal(difference.Recorded.Sequence, difference.Sequence);
    }

    [Fact]
    public void Decisions_that_differ_only_in_their_wording_are_equal_and_are_counted()
    {
        var scene = Diverged();
        var ledger = scene.Ledger.Select(entry => entry switch
        {
            EpochReported { Decision.Reason: not "" } reported =>
                reported with { Decision = reported.Decision with { Reason = "as 0.1 said it" } },
            AttemptEnded { Reason: not "" } ended => ended with { Reason = "as 0.1 said it" },
            _ => entry,
        }).ToList();
        var reworded = ledger.Zip(scene.Ledger).Count(pair => !pair.First.Equals(pair.Second));

        var replay = Replay(scene, ledger);

        Assert.True(reworded > 1);
        Assert.Null(replay.Difference);
        Assert.Equal(scene.Ledger.Count, replay.Compared);
        Assert.Equal([$"{reworded} decisions are worded differently by this version"], replay.Notes);
    }

    [Fact]
    public void A_decision_that_lost_its_reason_is_a_difference()
    {
        var scene = Diverged();
        var ledger = scene.Ledger.Select(entry => entry is AttemptEnded { Reason: not "" } ended ? ended with { Reason = "" } : entry);

        var difference = Replay(scene, [.. ledger]).Difference!;

        Assert.Empty(((AttemptEnded)difference.Recorded!).Reason);
        Assert.NotEmpty(((AttemptEnded)difference.Decided!).Reason);
    }

    [Fact]
    public void Another_outcome_is_a_difference_whatever_its_wording()
    {
        var scene = Diverged();
        var ledger = scene.Ledger.Select(entry => entry is AttemptEnded { Outcome: AttemptOutcome.Diverged } ended
            ? ended with { State = TrialState.Failed, Reason = "as 0.1 said it" } : entry);

        var difference = Replay(scene, [.. ledger]).Difference!;

        Assert.Equal(TrialState.Diverged, ((AttemptEnded)difference.Decided!).State);
    }

    [Fact]
    public void Another_order_of_trials_is_a_difference()
    {
        var scene = Trained();
        var ledger = scene.Ledger.Select(entry => entry switch
        {
            TrialAdded { Trial: 1 } added => added with { Trial = 2 },
            TrialAdded { Trial: 2 } added => added with { Trial = 1 },
            _ => entry,
        }).ToList();

        var difference = Replay(scene, ledger).Difference!;

        Assert.Equal((2, 1), (((TrialAdded)difference.Recorded!).Trial, ((TrialAdded)difference.Decided!).Trial));
    }

    [Fact]
    public void A_ledger_that_breaks_off_within_a_decision_is_a_difference()
    {
        var scene = Trained();

        var difference = Replay(scene, [.. scene.Ledger.Take(scene.Ledger.Count - 1)]).Difference!;

        Assert.Null(difference.Recorded);
        Assert.Equal(SearchState.Completed, ((SearchStateChanged)difference.Decided!).State);
    }

    [Fact]
    public void A_trial_that_a_search_would_not_add_after_its_end_is_the_difference_and_not_what_follows_it()
    {
        var scene = Trained();
        var (added, started) = (scene.Ledger.OfType<TrialAdded>().First(), scene.Ledger.OfType<AttemptStarted>().First());
        var end = scene.Ledger[^1].Sequence;
        List<LedgerEntry> ledger = [
            .. scene.Ledger, added with { Trial = 3, Sequence = end + 1 }, started with { Trial = 3, Sequence = end + 2 }];

        var difference = Replay(scene, ledger).Difference!;

        Assert.Equal((end + 1, null), (difference.Sequence, difference.Decided));
        Assert.Equal(3, Assert.IsType<TrialAdded>(difference.Recorded).Trial);
    }

    [Fact]
    public void An_optimum_that_another_version_of_the_rules_chose_is_taken_as_recorded_and_that_is_told()
    {
        var scene = Trained();
        List<LedgerEntry> ledger = [
            .. scene.Ledger.Select(
                entry => entry is OptimumChosen chosen ? chosen with { Version = 0, Reason = "by other rules" } : entry)];

        var replay = Replay(scene, ledger);

        Assert.Null(replay.Difference);
        Assert.Equal((1, scene.Ledger.Count), (replay.Taken, replay.Compared));
        Assert.Contains("another version of the rules chose the optimum, so it is taken as recorded", replay.Notes);
    }

    [Fact]
    public void What_no_command_begins_with_is_a_difference()
    {
        var scene = Trained();
        var ledger = scene.Ledger.Take(3).Append(new OptimumChosen(1, "knee", "by hand") { Sequence = 4, At = scene.Now }).ToList();

        Assert.Equal((4, null), (Replay(scene, ledger).Difference!.Sequence, Replay(scene, ledger).Difference!.Decided));
    }

    [Fact]
    public void A_search_that_an_older_version_of_its_strategy_decides_is_decided_by_that_version_and_it_is_told()
    {
        var scene = new Scene(trials: 3, spec => spec with { Epochs = 4, Strategy = Sample.Asha() });
        var old = scene.Ledger.Select(entry => entry is SearchStarted started ? started with { StrategyVersion = 1 } : entry).ToList();
        var lived = new Search(Scene.Id, (_, _) => scene.Space);
        old.ForEach(lived.Apply);
        var lease = lived.Lease(Scene.Worker(), scene.Now);
        old.AddRange(lease.Entries);

        var replay = Replay(scene, old);

        Assert.Null(replay.Difference);
        Assert.Equal((old.Count, 3), (replay.Compared, replay.Taken));
        Assert.Contains("uses version 1 of asha, and the newest is 4", Assert.Single(replay.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_of_0_1_is_decided_by_its_own_rules()
    {
        List<LedgerEntry> ledger =
        [
            new SearchStarted(Sample.Spec, Scene.Dataset, "") { Sequence = 1 },
            new TrialAdded(1, Sample.Configuration(), new(9, 9, 9)) { Sequence = 2 },
            new SearchStateChanged(SearchState.Running, "") { Sequence = 3 },
        ];
        var lived = new Search(Scene.Id);
        ledger.ForEach(lived.Apply);
        ledger.AddRange(lived.Lease(Scene.Worker(), default).Entries);
        ledger.AddRange(lived.Cancel(default).Entries);

        var replay = Replay(new Scene(), ledger);

        Assert.Null(replay.Difference);
        Assert.Equal((6, 3), (replay.Compared, replay.Taken));
        Assert.Contains("started by version 0.1", Assert.Single(replay.Notes), StringComparison.Ordinal);
    }

    /// <summary>A search whose only trial diverges.</summary>
    private static Scene Diverged()
    {
        var scene = new Scene(trials: 1);
        scene.Report(scene.Lease()!, 1, loss: double.NaN);
        return scene;
    }

    private static Scene Trained()
    {
        var scene = new Scene(trials: 2);
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease);
        while (scene.Lease(2) is { } test)
            scene.Tested(test);
        while (scene.Search.HasLeases)
        {
            scene.Now += Search.LeaseDuration;
            scene.Take(scene.Search.Expire(scene.Now, Scene.NoneGone));
            while (scene.Lease(2) is { } test)
                scene.Tested(test);
        }

        Assert.True(scene.Search.Ended);
        return scene;
    }

    private static SearchReplay Replay(Scene scene, List<LedgerEntry> ledger)
    {
        var replay = new SearchReplay(new(Scene.Id, (_, _) => scene.Space));
        ledger.ForEach(replay.Take);
        replay.End();
        return replay;
    }
}
