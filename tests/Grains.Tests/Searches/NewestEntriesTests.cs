using Paretune.Grains.Searches;

namespace Paretune.Grains.Tests.Searches;

public sealed class NewestEntriesTests
{
    private readonly NewestEntries _newest = new(most: 4);

    [Fact]
    public void What_was_written_comes_back_after_any_sequence_that_is_still_here()
    {
        _newest.Add(Entries(1, 3));

        Assert.Equal([1, 2, 3], After(0));
        Assert.Equal([3], After(2));
        Assert.Equal([], After(3));
    }

    [Fact]
    public void Before_the_first_write_everything_has_to_be_asked_of_the_ledger()
    {
        Assert.Null(After(0));
        Assert.Null(After(7));
    }

    [Fact]
    public void The_oldest_go_first_and_whoever_wants_them_must_ask_the_ledger()
    {
        _newest.Add(Entries(1, 3));
        _newest.Add(Entries(4, 2));

        Assert.Null(After(0));
        Assert.Equal([2, 3, 4, 5], After(1));
    }

    [Fact]
    public void More_at_once_than_are_kept_leave_the_last_of_them()
    {
        _newest.Add(Entries(1, 11));

        Assert.Null(After(6));
        Assert.Equal([8, 9, 10, 11], After(7));
    }

    [Fact]
    public void What_was_read_before_the_first_write_is_not_here()
    {
        _newest.Add(Entries(101, 2));

        Assert.Null(After(99));
        Assert.Equal([101, 102], After(100));
    }

    private IEnumerable<long>? After(long sequence) => _newest.After(sequence)?.Select(entry => entry.Sequence);

    private static List<LedgerEntry> Entries(int first, int count) =>
        [.. Enumerable.Range(first, count).Select(sequence => new PriorityChanged(0) { Sequence = sequence })];
}
