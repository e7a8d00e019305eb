using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

public sealed class DecisionCommandsTests
{
    [Fact]
    public async Task A_replay_that_decides_the_same_says_how_many_entries_are_equal()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "replay", "abcd2345");

        Assert.Equal((0, $"all {server.Search.View.Sequence} entries match the recorded decisions"), (run.Code, run.Out.Trim()));
    }

    [Fact]
    public async Task A_replay_as_json_has_figures_and_no_difference()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "replay", "abcd2345", "--output", "json");

        var document = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(server.Search.View.Sequence, document.GetProperty("equal").GetInt64());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("difference").ValueKind);
    }

    [Fact]
    public async Task A_trial_is_explained_in_a_paragraph()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "explain", "abcd2345", "2");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("Trial 2 is number 2 in ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_that_is_not_there_is_not_explained()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "explain", "abcd2345", "99");

        Assert.Equal(4, run.Code);
        Assert.Contains("search abcd2345 has no trial 99", run.Error, StringComparison.Ordinal);
    }
}
