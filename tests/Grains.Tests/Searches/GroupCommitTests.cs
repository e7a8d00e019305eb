using System.Diagnostics;
using System.Threading.Channels;
using Paretune.Grains.Searches;

namespace Paretune.Grains.Tests.Searches;

/// <summary>Each test runs in turns, one at a time and in order, like a grain.</summary>
public sealed class GroupCommitTests
{
    private readonly Channel<(long[] Entries, TaskCompletionSource Done)> _writes =
        Channel.CreateUnbounded<(long[], TaskCompletionSource)>();
    private readonly GroupCommit _commit;

    public GroupCommitTests() => _commit = new((entries, _) =>
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Writer.TryWrite(([.. entries.Select(entry => entry.Sequence)], done));
        return done.Task;
    });

    [Fact]
    public Task What_has_come_already_goes_out_together_and_what_comes_meanwhile_in_the_next_write() => InTurns(async () =>
    {
        List<Task> answers = [Write(1), Write(2)];
        var first = await _writes.Reader.ReadAsync();
        answers.AddRange([Write(3), Write(4)]);
        first.Done.SetResult();
        var second = await _writes.Reader.ReadAsync();
        second.Done.SetResult();
        await Task.WhenAll(answers);

        Assert.Equal<long[]>([[1, 2], [3, 4]], [first.Entries, second.Entries]);
    });

    [Fact]
    public async Task A_write_takes_the_row_of_its_last_entries()
    {
        var rows = new List<string?>();
        var commit = new GroupCommit((entries, row) =>
        {
            rows.Add($"{entries[^1].Sequence} {row?.Name}");
            return Task.CompletedTask;
        });

        await Task.Factory.StartNew(
            () => Task.WhenAll(
                Enumerable.Range(1, 3).Select(
                    sequence => commit.Write([new PriorityChanged(0) { Sequence = sequence }], Row($"after {sequence}")))),
            CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

        Assert.Equal(["3 after 3"], rows);
    }

    [Fact]
    public async Task A_write_lies_in_no_callers_trace_because_it_is_many_callers()
    {
        var seen = new TaskCompletionSource<Activity?>();
        var commit = new GroupCommit((_, _) =>
        {
            seen.SetResult(Activity.Current);
            return Task.CompletedTask;
        });
        using var caller = new Activity("caller").Start();

        await commit.Write([new PriorityChanged(1) { Sequence = 1 }]);

        Assert.Null(await seen.Task);
        Assert.Same(caller, Activity.Current);
    }

    [Fact]
    public Task Half_of_what_waits_goes_into_a_write_and_a_commands_entries_stay_together() => InTurns(async () =>
    {
        _ = Write(0);
        var first = await _writes.Reader.ReadAsync();
        foreach (var sequence in Enumerable.Range(1, 47))
            _ = Write(sequence);
        _ = Write([.. Enumerable.Range(48, 53).Select(sequence => (long)sequence)]);
        _ = Write(101);
        first.Done.SetResult();
        var second = await _writes.Reader.ReadAsync();

        Assert.Equal(Enumerable.Range(1, 100).Select(sequence => (long)sequence), second.Entries);
    });

    [Fact]
    public Task An_answer_waits_for_the_write_of_its_own_entries() => InTurns(async () =>
    {
        var first = Write(1);
        var write = await _writes.Reader.ReadAsync();
        var second = Write(2);

        write.Done.SetResult();
        await first;
        await _writes.Reader.ReadAsync();

        Assert.False(second.IsCompleted);
    });

    [Fact]
    public Task Without_entries_an_answer_waits_for_all_that_came_before() => InTurns(async () =>
    {
        _ = Write(1);
        var before = Write();
        await _writes.Reader.ReadAsync();
        var during = Write();
        _ = Write(2);
        var behind = Write();

        Assert.Equal((false, false, false), (before.IsCompleted, during.IsCompleted, behind.IsCompleted));
    });

    [Fact]
    public void Without_anything_to_wait_for_an_answer_comes_at_once() => Assert.True(Write().IsCompletedSuccessfully);

    [Fact]
    public Task A_failed_write_fails_its_own_answers_those_that_wait_and_all_that_follow() => InTurns(async () =>
    {
        List<Task> answers = [Write(1)];
        var write = await _writes.Reader.ReadAsync();
        answers.Add(Write(2));

        write.Done.SetException(new IOException("disk full"));

        foreach (var answer in answers)
            await Assert.ThrowsAsync<IOException>(() => answer);
        await Assert.ThrowsAsync<IOException>(() => Write(3));
        await Assert.ThrowsAsync<IOException>(() => Write());
        Assert.False(_writes.Reader.TryRead(out _));
    });

    [Fact]
    public Task After_a_pause_it_writes_again() => InTurns(async () =>
    {
        var first = Write(1);
        (await _writes.Reader.ReadAsync()).Done.SetResult();
        await first;

        _ = Write(2);

        var second = await _writes.Reader.ReadAsync();
        Assert.Equal([2], second.Entries);
    });

    private Task Write(params long[] sequences) =>
        _commit.Write([.. sequences.Select(sequence => new PriorityChanged(0) { Sequence = sequence })]);

    private static SearchView Row(string name) =>
        new() { Id = new("a"), Name = name, State = SearchState.Running, Counts = new(), Spec = Sample.Spec };

    private static Task InTurns(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
