using Paretune.Grains.Searches;

namespace Paretune.Grains.Tests.Searches;

public sealed class GroupCommitTests
{
    private readonly List<(long[] Entries, TaskCompletionSource Done)> _writes = [];
    private readonly GroupCommit _commit;

    public GroupCommitTests() => _commit = new(entries =>
    {
        // Continuations run at once, so that each test sees the next write as soon as it ends one.
        var done = new TaskCompletionSource();
        _writes.Add(([.. entries.Select(entry => entry.Sequence)], done));
        return done.Task;
    });

    [Fact]
    public async Task What_comes_while_a_write_is_in_flight_goes_out_together_in_the_next_one()
    {
        Task[] answers = [Write(1), Write(2), Write(3)];

        _writes[0].Done.SetResult();
        _writes[1].Done.SetResult();
        await Task.WhenAll(answers);

        Assert.Equal<long[]>([[1], [2, 3]], _writes.Select(write => write.Entries));
    }

    [Fact]
    public async Task An_answer_waits_for_the_write_of_its_own_entries()
    {
        var first = Write(1);
        var second = Write(2);

        _writes[0].Done.SetResult();
        await first;

        Assert.False(second.IsCompleted);
    }

    [Fact]
    public void Without_entries_an_answer_waits_for_all_that_came_before()
    {
        Write(1);
        var during = Write();
        Write(2);
        var behind = Write();

        var before = (during.IsCompleted, behind.IsCompleted);

        Assert.Equal((false, false), before);
    }

    [Fact]
    public void Without_anything_to_wait_for_an_answer_comes_at_once() => Assert.True(Write().IsCompletedSuccessfully);

    [Fact]
    public async Task A_failed_write_fails_its_own_answers_those_that_wait_and_all_that_follow()
    {
        Task[] answers = [Write(1), Write(2)];

        _writes[0].Done.SetException(new IOException("disk full"));

        foreach (var answer in answers.Append(Write(3)).Append(Write()))
            await Assert.ThrowsAsync<IOException>(() => answer);
        Assert.Single(_writes);
    }

    [Fact]
    public async Task After_a_pause_the_next_write_begins_at_once()
    {
        var first = Write(1);
        _writes[0].Done.SetResult();
        await first;

        _ = Write(2);

        Assert.Equal([2], _writes[1].Entries);
    }

    private Task Write(params long[] sequences) =>
        _commit.Write([.. sequences.Select(sequence => new PriorityChanged(0) { Sequence = sequence })]);
}
