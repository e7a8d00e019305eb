namespace Paretune.Client.Tests.Commands;

public sealed class OpenCommandTests
{
    [Fact]
    public async Task The_page_of_a_search_is_opened()
    {
        await using var server = await RecordedServer.Start();
        var opened = new List<Uri>();

        var run = await ConsoleRun.AtTerminal(["search", "open", "abcd2345"], server.Address, (80, 24), browse: page =>
        {
            opened.Add(page);
            return true;
        });

        Assert.Equal([new Uri(server.Address, "searches/abcd2345")], opened);
        Assert.Equal((0, ""), (run.Code, run.Out));
    }

    [Theory]
    [InlineData]
    [InlineData("--print")]
    public async Task The_address_is_printed_where_no_browser_is_started(params string[] options)
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.AtTerminal(["search", "open", "abcd2345", .. options], server.Address, (80, 24));

        Assert.Equal((0, $"{server.Address}searches/abcd2345"), (run.Code, run.Out.Trim()));
    }

    [Fact]
    public async Task A_search_that_does_not_exist_is_not_opened()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "open", "zzzz9999");

        Assert.Equal((4, ""), (run.Code, run.Out));
    }
}
