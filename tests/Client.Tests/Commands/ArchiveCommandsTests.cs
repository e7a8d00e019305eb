namespace Paretune.Client.Tests.Commands;

public sealed class ArchiveCommandsTests
{
    [Theory]
    [InlineData("archive", "is archived")]
    [InlineData("unarchive", "is listed again")]
    public async Task A_search_is_archived_and_taken_back(string verb, string told)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", verb, "abcd2345");

        Assert.Equal((0, verb), (run.Code, Assert.Single(server.Kept)));
        Assert.Contains($"search abcd2345 \"{server.Search.View.Name}\" {told}", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y\n")]
    [InlineData("YES\n")]
    public async Task A_search_is_deleted_once_that_was_agreed_to(string answer)
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "delete", "abcd2345"], answer, server.Address);

        Assert.Equal((0, "delete"), (run.Code, Assert.Single(server.Kept)));
        Assert.Contains("its 4 trials, checkpoints and models? [y/N]", run.Error, StringComparison.Ordinal);
        Assert.Contains($"search abcd2345 \"{server.Search.View.Name}\" is deleted", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no\n")]
    public async Task Any_other_answer_deletes_nothing(string answer)
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "delete", "abcd2345"], answer, server.Address);

        Assert.Equal(2, run.Code);
        Assert.Empty(server.Kept);
        Assert.Contains("search abcd2345 was not deleted", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_yes_nothing_is_asked()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "delete", "abcd2345", "--yes");

        Assert.Equal((0, "", "delete"), (run.Code, run.Error, Assert.Single(server.Kept)));
    }
}
