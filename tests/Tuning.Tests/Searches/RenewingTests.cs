namespace Paretune.Tuning.Tests.Searches;

public sealed class RenewingTests
{
    private readonly Scene _scene = new(trials: 2);

    [Fact]
    public void A_lease_lasts_from_the_step_on_that_renews_it()
    {
        var lease = _scene.Lease()!;
        Pass(20);

        Renew(lease, silence: 5);
        Pass(24);
        var before = _scene.Take(_scene.Search.Expire(_scene.Now, Scene.NoneGone));
        Pass(1);
        var after = _scene.Take(_scene.Search.Expire(_scene.Now, Scene.NoneGone));

        Assert.Equal((0, 1), (before, after));
    }

    [Fact]
    public void A_step_that_comes_late_does_not_shorten_the_lease()
    {
        var lease = _scene.Lease()!;
        Pass(20);
        _scene.Report(lease, 1);

        Renew(lease, silence: 20);
        Pass(29);

        Assert.Equal(0, _scene.Take(_scene.Search.Expire(_scene.Now, Scene.NoneGone)));
    }

    [Fact]
    public void A_worker_whose_lease_was_renewed_knows_of_it_so_it_is_not_given_the_same_again()
    {
        var lease = _scene.Lease()!;
        Renew(lease);

        var next = _scene.Lease()!;

        Assert.NotEqual((lease.Trial, lease.Attempt), (next.Trial, next.Attempt));
    }

    [Fact]
    public void An_attempt_that_was_replaced_is_not_renewed_and_told_so()
    {
        var lost = _scene.Lease()!;
        _scene.Lease(incarnation: "b");

        var renewed = Renew(lost);

        Assert.False(renewed);
        Assert.Equal(
            Decision.LeaseLost("trial 1 is now in attempt 2; attempt 1 has lost its lease"),
            Assert.Single(_scene.Search.Decisions([Create(lost)])).Decision);
    }

    [Fact]
    public void Of_many_attempts_those_that_are_to_end_are_told_what_a_step_would_be_told()
    {
        var (one, other) = (_scene.Lease(1)!, _scene.Lease(2)!);
        _scene.Report(one, 1, loss: double.NaN);

        var decisions = _scene.Search.Decisions([Create(one), Create(other)]);

        Assert.Equal([new(one.Trial.Number, one.Attempt, _scene.Step(one))], decisions);
    }

    [Fact]
    public void A_search_without_trials_has_lost_them_all() =>
        Assert.Equal(
            DecisionKind.LeaseLost,
            Assert.Single(new Tuning.Searches.Search(new("aaaaaaaa")).Decisions([Create(_scene.Lease()!)])).Decision.Kind);

    private bool Renew(Lease lease, int silence = 0) => _scene.Search.Renew(Create(lease, silence), _scene.Now);

    private void Pass(int seconds) => _scene.Now += TimeSpan.FromSeconds(seconds);

    private static LeaseRenewal Create(Lease lease, int silence = 0) => new(
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 1, Steps = 9, ImagesPerSecond = 100 },
        TimeSpan.FromSeconds(silence));
}
