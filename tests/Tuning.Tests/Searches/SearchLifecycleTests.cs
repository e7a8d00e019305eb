using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Tests.Searches;

public sealed class SearchLifecycleTests
{
    [Fact]
    public void A_started_search_runs_with_all_its_trials_waiting()
    {
        var scene = new Scene(trials: 3);

        var view = scene.Search.Show()!;

        Assert.Equal((SearchState.Running, 3, 3, 9), (view.State, view.Counts.Total, view.Counts.Waiting, view.Counts.EpochsTotal));
        Assert.True(scene.Search.HasWork);
    }

    [Fact]
    public void A_search_that_has_ended_cannot_be_resumed()
    {
        var scene = new Scene(trials: 1);
        scene.Take(scene.Search.Cancel(scene.Now));

        var refused = Assert.Throws<InvalidOperationException>(() => scene.Search.Resume(scene.Now));

        Assert.Equal("search abcd1234 is cancelled; a search that has ended cannot be resumed", refused.Message);
    }

    [Fact]
    public void Only_trials_that_have_reported_have_curves()
    {
        var scene = new Scene(trials: 3);
        scene.Report(scene.Lease(1)!, 1);
        scene.Lease(2);

        Assert.Equal([1], scene.Search.Curves([1, 2, 3, 99])!.Value.Select(curve => curve.Trial));
    }

    [Fact]
    public void A_ledger_in_which_a_trial_is_added_twice_is_not_read()
    {
        var scene = new Scene(trials: 1);
        scene.Lease();
        var again = scene.Ledger.OfType<TrialAdded>().Single() with { Sequence = scene.Ledger.Count + 1 };

        Assert.Equal("trial 1 was added twice", Assert.Throws<InvalidDataException>(() => scene.Search.Apply(again)).Message);
    }

    [Fact]
    public void A_report_that_is_sent_twice_gets_the_same_answer_and_is_counted_once()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;
        var first = scene.Report(lease, 1, accuracy: 0.4);

        var again = scene.Search.Judge(Scene.Reported(lease, 1, accuracy: 0.4), scene.Now);

        Assert.Equal(first, again.Answer);
        Assert.Empty(again.Entries);
        Assert.Equal(1, scene.Trial(lease.Trial.Number).Epochs);
    }

    [Fact]
    public void Starting_again_changes_nothing()
    {
        var scene = new Scene();
        var same = scene.Spec with { Space = scene.Spec.Space.With("dilation", 1, 2) };

        var step = scene.Search.Start(same, Scene.Dataset, scene.Now);

        Assert.Empty(step.Entries);
        Assert.Equal(3, step.Answer.Counts.Total);
    }

    [Fact]
    public void Starting_again_with_another_spec_is_refused()
    {
        var scene = new Scene();

        var refused = Assert.Throws<InvalidOperationException>(
            () => scene.Search.Start(scene.Spec with { Seed = 2 }, Scene.Dataset, scene.Now));

        Assert.Contains(Scene.Id.Value, refused.Message);
    }

    [Fact]
    public void A_search_without_candidates_has_failed_and_says_why()
    {
        var search = new Search(Scene.Id, (_, _) => new CandidateSpace([], "skipped 8 of 8: macs > 1", ""));

        var view = search.Start(Sample.Spec, Scene.Dataset, default).Answer;

        Assert.Equal(
            (SearchState.Failed, "no configuration is left to train; skipped 8 of 8: macs > 1"), (view.State, view.Reason));
    }

    [Fact]
    public void A_pause_frees_every_device_at_the_next_signal_and_keeps_what_was_reported()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;
        scene.Report(lease, 1);

        scene.Take(scene.Search.Pause(scene.Now));
        var step = scene.Step(lease);
        var late = scene.Report(lease, 2);

        Assert.Equal([Decision.Pause("the search is paused"), Decision.Pause("the search is paused")], [step, late]);
        Assert.Equal((TrialState.Paused, 1), (scene.Trial(1).State, scene.Trial(1).Epochs));
        Assert.Null(scene.Lease(2));
    }

    [Fact]
    public void A_resumed_search_goes_on_after_the_last_epoch_it_knows()
    {
        var scene = new Scene();
        scene.Report(scene.Lease()!, 1);
        scene.Take(scene.Search.Pause(scene.Now));

        var view = scene.Take(scene.Search.Resume(scene.Now));
        var lease = scene.Lease()!;

        Assert.Equal(SearchState.Running, view.State);
        Assert.Equal((1, 2, 1), (lease.Trial.Number, lease.Attempt, lease.ReportedEpochs));
    }

    [Fact]
    public void A_cancel_ends_every_trial_at_once_and_stops_each_at_its_next_signal()
    {
        var scene = new Scene();
        var lease = scene.Lease()!;

        var view = scene.Take(scene.Search.Cancel(scene.Now));
        var decision = scene.Step(lease);

        Assert.Equal((SearchState.Cancelled, 1, 1, scene.Now), (view.State, view.Counts.Cancelled, view.Counts.Total, view.EndedAt));
        Assert.Equal(Decision.Stop("the search was cancelled"), decision);
        Assert.Null(scene.Lease(2));
    }

    [Fact]
    public void A_cancel_keeps_completed_trials_and_their_front()
    {
        var scene = new Scene();
        scene.Train(scene.Lease()!, accuracy: 0.7);

        var view = scene.Take(scene.Search.Cancel(scene.Now));

        Assert.Equal((1, 0, 1), (view.Counts.Completed, view.Counts.Cancelled, view.Optimum?.Trial));
        Assert.Single(scene.Search.Front()!.Trials);
    }

    [Fact]
    public void Repeated_commands_write_nothing()
    {
        var scene = new Scene();
        scene.Take(scene.Search.Pause(scene.Now));

        var pause = scene.Search.Pause(scene.Now);
        scene.Take(scene.Search.Resume(scene.Now));
        var resume = scene.Search.Resume(scene.Now);
        scene.Take(scene.Search.Cancel(scene.Now));
        var cancel = scene.Search.Cancel(scene.Now);

        Assert.Equal((0, 0, 0), (pause.Entries.Length, resume.Entries.Length, cancel.Entries.Length));
    }

    [Fact]
    public void A_search_that_has_ended_refuses_commands_and_says_how_it_ended()
    {
        var scene = new Scene();
        scene.Take(scene.Search.Cancel(scene.Now));

        var refused = Assert.Throws<InvalidOperationException>(() => scene.Search.Pause(scene.Now));

        Assert.Equal("search abcd1234 is cancelled; a search that has ended cannot be paused", refused.Message);
    }

    [Fact]
    public void A_priority_changes_once()
    {
        var scene = new Scene();

        var view = scene.Take(scene.Search.Prioritise(5, scene.Now));
        var again = scene.Search.Prioritise(5, scene.Now);

        Assert.Equal(5, view.Priority);
        Assert.Empty(again.Entries);
    }
}
