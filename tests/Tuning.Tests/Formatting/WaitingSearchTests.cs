using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Tests.Formatting;

/// <summary>A search without a device is not shown as running.</summary>
public sealed class WaitingSearchTests
{
    private static readonly SearchId Id = new("abcd2345"), Other = new("efgh2345");

    [Theory]
    [InlineData(1, 5, "running")]
    [InlineData(0, 5, "queued #2")]
    [InlineData(0, 0, "running")]
    public void It_says_its_place_in_the_queue(int running, int waiting, string said) =>
        Assert.Equal(said, StateWords.Format(Search(running, waiting), [Other, Id]));

    [Fact]
    public void Without_a_place_it_waits() => Assert.Equal("waiting", StateWords.Format(Search(0, 5), []));

    [Theory]
    [InlineData(0, 0, "waiting for trials")]
    [InlineData(1, 0, "running")]
    [InlineData(0, 5, "waiting")]
    public void One_to_which_trials_may_be_added_waits_for_them(int running, int waiting, string said) =>
        Assert.Equal(said, StateWords.Format(Search(running, waiting) with { IsOpen = true }, []));

    [Fact]
    public void A_search_that_is_paused_is_paused() =>
        Assert.Equal("paused", StateWords.Format(Search(0, 5) with { State = SearchState.Paused }, [Id]));

    private static SearchView Search(int running, int waiting) => new()
    {
        Id = Id,
        Name = "sample",
        State = SearchState.Running,
        Spec = Sample.Spec,
        Counts = new() { Total = 5, Running = running, Waiting = waiting },
    };
}
