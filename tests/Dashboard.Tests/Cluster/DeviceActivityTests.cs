using System.Collections.Immutable;
using Paretune.Dashboard.Cluster;

namespace Paretune.Dashboard.Tests.Cluster;

public sealed class DeviceActivityTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_device_was_as_busy_as_its_attempts_of_all_searches_took_of_the_hour()
    {
        var all = DeviceActivity.From(
            new([new(new("one"), "one", [Span(-90, -45)]), new(new("two"), "two", [Span(-30, -27), Span(-1, null)])], 0, 0), Now);

        var shares = all[("silo", "cpu")].Shares;

        Assert.Equal(30, shares.Length);
        // Parts of two minutes over the last hour: 15 minutes of the first search, three of the second, and a running attempt.
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0.5, 0], shares[..9]);
        Assert.Equal([1, 0.5, 0], shares[15..18]);
        Assert.Equal(0.5, shares[29]);
        Assert.Equal(19 / 60.0, all[("silo", "cpu")].Mean, 6);
    }

    [Fact]
    public void Several_attempts_at_once_make_it_no_more_than_busy()
    {
        var all = DeviceActivity.From(new([new(new("one"), "one", [Span(-10, null), Span(-10, null)])], 0, 0), Now);

        Assert.Equal(1, all[("silo", "cpu")].Shares[^1]);
    }

    [Fact]
    public void A_sparkline_is_steps_from_the_left_over_its_whole_field()
    {
        var points = new DeviceActivity([0, 0.5, 1]).Points(30, 10);

        Assert.Equal("0,10 0,10 10,10 10,5 20,5 20,0 30,0 30,10", points);
    }

    [Fact]
    public void Failures_of_one_cause_stand_together_the_most_frequent_first()
    {
        var picture = new ClusterPicture(
            new([], 0), [], ImmutableDictionary<TrialId, TrialDetail>.Empty,
            [Failed(1, "the disk is full"), Failed(2, "no image 17"), Failed(3, "no image 4")],
            ImmutableDictionary<SearchId, SearchView>.Empty);

        Assert.Equal([2, 1], picture.Causes.Select(cause => cause.Count()));
        Assert.Equal("no image 17", picture.Causes.First().First().Reason);
        Assert.Equal("abcd2345", picture.NameOf(new("abcd2345")));
    }

    private static FailureView Failed(int trial, string reason) =>
        new(new(new("abcd2345"), trial), 1, new("silo", "cpu", "1"), Now, AttemptOutcome.Threw, reason);

    private static AttemptSpan Span(int from, int? to) => new(
        1, new(1, LeaseKind.Train, new("silo", "cpu", "1"), Now.AddMinutes(from), to is { } end ? Now.AddMinutes(end) : null, null, ""));
}
