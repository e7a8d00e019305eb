namespace Paretune.Tuning.Tests.Searches;

public sealed class SearchFiguresTests
{
    private readonly Scene _scene = new(trials: 2);

    [Fact]
    public void What_could_be_leased_waits_and_of_a_paused_search_nothing_does()
    {
        var submitted = _scene.Search.Figures.Waiting;
        _scene.Lease();
        var leased = (_scene.Search.Figures.Waiting, _scene.Search.Figures.Leases);
        _scene.Take(_scene.Search.Pause(_scene.Now));

        Assert.Equal((2, (1, 1), (0, 0)), (submitted, leased, (_scene.Search.Figures.Waiting, _scene.Search.Figures.Leases)));
    }

    [Fact]
    public void Members_of_the_front_wait_for_their_test()
    {
        for (var worker = 1; worker <= 2; worker++)
            _scene.Train(_scene.Lease(worker)!);

        Assert.Equal(_scene.Search.Front()!.Trials.Length, _scene.Search.Figures.Waiting);
    }

    [Fact]
    public void A_trial_waits_from_its_search_s_start_and_again_from_the_moment_it_was_given_back()
    {
        _scene.Now += TimeSpan.FromSeconds(20);
        var first = _scene.Lease()!;
        var waited = _scene.Search.Figures.Waited(1);
        _scene.Now += TimeSpan.FromSeconds(10);
        _scene.Fail(first, AttemptFailure.Preempted);
        _scene.Now += TimeSpan.FromSeconds(3);
        _scene.Lease();

        Assert.Equal((TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3)), (waited, _scene.Search.Figures.Waited(1)));
        Assert.Equal(TimeSpan.FromSeconds(3), _scene.Replayed().Figures.Waited(1));
    }

    [Fact]
    public void A_clock_that_was_set_back_makes_no_wait_negative()
    {
        _scene.Now -= TimeSpan.FromMinutes(10);
        _scene.Lease();

        Assert.Equal(TimeSpan.Zero, _scene.Search.Figures.Waited(1));
    }

    [Fact]
    public void Epochs_a_trial_has_not_run_are_left()
    {
        _scene.Report(_scene.Lease()!, 1);

        Assert.Equal(_scene.Spec.Epochs - 1, _scene.Search.Figures.EpochsLeft(1));
    }

    [Fact]
    public void A_search_that_has_ended_has_no_state_to_tell()
    {
        var running = _scene.Search.Figures.State;
        _scene.Take(_scene.Search.Cancel(_scene.Now));

        Assert.Equal((SearchState.Running, null), (running, _scene.Search.Figures.State));
    }
}
