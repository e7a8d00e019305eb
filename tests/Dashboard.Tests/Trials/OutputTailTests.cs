using System.Text;
using Paretune.Dashboard.Trials;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>The program output on a trial's page.</summary>
public sealed class OutputTailTests
{
    private static readonly TrialId Trial = new(new("abcd2345"), 3);

    private readonly KeptFiles _files = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Text(OutputTail tail) => string.Concat(tail.Parts.Select(part => part.Text));

    [Fact]
    public async Task What_was_written_since_is_added_and_what_was_shown_stays()
    {
        var tail = new OutputTail(_files, Trial);

        Assert.True(await tail.Read(1, Cancellation));
        Assert.Empty(tail.Parts);
        Write(1, 0, "epoch 1\n");
        Assert.True(await tail.Read(1, Cancellation));
        Assert.False(await tail.Read(1, Cancellation));
        Write(1, 0, "epoch 1\nepoch 2\n");
        Assert.True(await tail.Read(1, Cancellation));

        Assert.Equal([new(0, "epoch 1\n"), new(8, "epoch 2\n")], tail.Parts);
        Assert.False(tail.IsCut);
    }

    [Fact]
    public async Task A_character_that_is_written_in_two_halves_is_shown_whole()
    {
        var tail = new OutputTail(_files, Trial);
        var bytes = Encoding.UTF8.GetBytes("δ = 2\n");

        Write(1, 0, bytes[..1]);
        await tail.Read(1, Cancellation);
        Write(1, 0, bytes);
        await tail.Read(1, Cancellation);

        Assert.Equal("δ = 2\n", Text(tail));
    }

    [Fact]
    public async Task Of_much_output_the_end_is_shown_from_the_beginning_of_a_line()
    {
        var tail = new OutputTail(_files, Trial);
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line}\n"));

        Write(1, 1_000_000, lines);
        await tail.Read(1, Cancellation);

        Assert.True(tail.IsCut);
        Assert.StartsWith("line ", Text(tail), StringComparison.Ordinal);
        Assert.EndsWith("line 19999\n", Text(tail), StringComparison.Ordinal);
        Assert.InRange(Text(tail).Length, OutputTail.Most - 20, OutputTail.Most);
    }

    [Fact]
    public async Task What_a_page_keeps_stays_small_however_long_the_program_writes()
    {
        var tail = new OutputTail(_files, Trial);
        var all = new StringBuilder();
        for (var read = 0; read < 50; read++)
        {
            all.Append('x', 9_999).Append('\n');
            Write(1, 0, all.ToString());
            await tail.Read(1, Cancellation);
        }

        Assert.InRange(Text(tail).Length, OutputTail.Most - 10_000, OutputTail.Most);
        Assert.True(tail.IsCut);
    }

    [Fact]
    public async Task Another_attempt_begins_anew()
    {
        var tail = new OutputTail(_files, Trial);
        Write(1, 0, "the first attempt\n");
        await tail.Read(1, Cancellation);

        Assert.True(await tail.Read(2, Cancellation));
        Assert.Empty(tail.Parts);
        Write(2, 0, "the second\n");
        await tail.Read(2, Cancellation);

        Assert.Equal("the second\n", Text(tail));
    }

    private void Write(int attempt, long first, string text) => Write(attempt, first, Encoding.UTF8.GetBytes(text));

    private void Write(int attempt, long first, byte[] bytes)
    {
        using var file = new MemoryStream();
        KeptOutput.Write(file, first, bytes);
        _files.LeftBytes[TrialFile.Output(Trial, attempt)] = file.ToArray();
    }
}
