using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Paretune.Client.Watching;

namespace Paretune.Client.Tests.Watching;

public sealed class SearchWatchTests
{
    [Fact]
    public async Task A_stream_that_breaks_is_taken_up_after_the_last_event_seen_and_says_so()
    {
        await using var server = await RecordedServer.Start();
        server.Breaks.Enqueue(6);
        server.Breaks.Enqueue(5);

        var run = await server.Run("search", "watch", "abcd2345", "--output", "jsonl");

        Assert.Equal(["", "6", "11"], server.Resumed);
        Assert.Equal(2, run.Error.Split('\n').Count(line => line.StartsWith("connection lost", StringComparison.Ordinal)));
        Assert.Equal(
            Enumerable.Range(1, server.Search.Entries.Length),
            run.Out.Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("sequence").GetInt32()));
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task Off_a_terminal_each_event_is_a_line_on_standard_error_and_the_result_is_the_data()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "watch", "abcd2345", "--output", "json");

        Assert.Equal(server.Search.Entries.Length, run.Error.Trim().Split('\n').Length);
        Assert.Contains("trial 1 epoch 2/2: accuracy 52.00 %, validation loss 0.500, 900 images/s", run.Error);
        Assert.Equal(await Shown(server), run.Out);
    }

    [Fact]
    public async Task A_terminal_rings_at_the_end_where_that_was_asked_for()
    {
        await using var server = await RecordedServer.Start();

        var (asked, not) = (await Watch("--notify"), await Watch());
        var piped = await server.Run("search", "watch", "abcd2345", "--notify");

        Assert.EndsWith("\e]9;Paretune: played completed\a\a", asked);
        Assert.DoesNotContain('\a', not);
        Assert.Equal(2, piped.Code);
        Assert.StartsWith("--notify: rings the terminal bell, but standard error is not a terminal", piped.Error);

        async Task<string> Watch(params string[] more)
        {
            var error = new StringWriter();
            await ParetuneConsole.Run(
                ["search", "watch", "abcd2345", .. more],
                new Terminal
                {
                    In = TextReader.Null,
                    Out = TextWriter.Null,
                    Error = error,
                    ErrorIsTerminal = true,
                    Variable = name => name == "PARETUNE_SERVER" ? $"{server.Address}" : null,
                },
                CancellationToken.None);
            return error.ToString();
        }
    }

    [Fact]
    public async Task Leaving_early_says_how_to_come_back_and_ends_with_130()
    {
        await using var server = await RecordedServer.Start();
        server.Endless = true;
        using var interrupted = new CancellationTokenSource();

        var watching = ConsoleRun.Run(["search", "watch", "abcd2345"], server: server.Address, interrupted: interrupted.Token);
        await server.Watched.Task;
        await interrupted.CancelAsync();
        var run = await watching;

        Assert.Equal(130, run.Code);
        Assert.Contains("paretune search watch abcd2345", run.Error);
    }

    [Fact]
    public async Task A_server_that_takes_the_call_and_says_nothing_is_given_up()
    {
        await using var server = await RecordedServer.Start();
        server.Silent = true;
        var clock = new FakeTimeProvider();

        var watching = ConsoleRun.Run(["search", "watch", "abcd2345"], server: server.Address, clock: clock);
        await server.Watched.Task;
        clock.Advance(TimeSpan.FromSeconds(60));
        var run = await watching.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(3, run.Code);
        Assert.Contains("did not answer GET api/searches/abcd2345/events within 60 s", run.Error);
    }

    [Fact]
    public async Task A_search_that_does_not_exist_ends_with_4()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "watch", "zzzz9999");

        Assert.Equal(4, run.Code);
    }

    [Fact]
    public void A_trial_that_is_added_tells_what_the_search_varies()
    {
        var entries = new PlayedSearch(learningRate: "[0.003, 0.001]").Entries;
        var spec = entries.OfType<SearchStarted>().Single().Spec;

        var lines = entries.OfType<TrialAdded>().Select(added => EventLine.Format(added, spec)).ToList();

        Assert.Contains(lines, line => line.EndsWith(", learning rate 0.001", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("weight decay", StringComparison.Ordinal));
    }

    private static async Task<string> Shown(RecordedServer server) =>
        (await server.Run("search", "show", "abcd2345", "--output", "json")).Out;
}
