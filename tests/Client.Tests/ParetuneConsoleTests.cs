using System.Net;
using System.Net.Sockets;

namespace Paretune.Client.Tests;

public sealed class ParetuneConsoleTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_told_with_how_to_start_one()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();

        var run = await ConsoleRun.Run(["search", "list"], server: address);

        Assert.Equal(3, run.Code);
        Assert.Contains("dotnet run --project Silo", run.Error);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task An_id_that_does_not_exist_ends_with_4()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "zzzz9999");

        Assert.Equal(4, run.Code);
        Assert.Equal("search \"zzzz9999\" not found", run.Error.Trim());
    }

    [Theory]
    [InlineData(2, "search", "pause", "abcd2345")]
    [InlineData(3, "cluster")]
    public async Task A_refusal_of_the_server_is_told_with_its_code(int code, params string[] args)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(args);

        Assert.Equal(code, run.Code);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("search", "list")]
    [InlineData("search", "pause", "abcd2345")]
    public async Task An_answer_that_breaks_off_is_one_line_and_ends_with_3(params string[] args)
    {
        await using var server = await RecordedServer.Start();
        server.CutShort = true;

        var run = await server.Run(args);

        Assert.Equal(3, run.Code);
        Assert.Contains("broke while it answered", Assert.Single(run.Error.Trim().Split('\n')));
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("serch")]
    [InlineData("search", "show")]
    [InlineData("search", "list", "--output", "xml")]
    [InlineData("search", "list", "--server", "nowhere")]
    [InlineData("trial", "show", "abcd2345", "0")]
    public async Task A_command_line_that_is_wrong_ends_with_2_and_says_why_on_standard_error(params string[] args)
    {
        var run = await ConsoleRun.Run(args);

        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Error);
        Assert.Empty(run.Out);
    }

    [Theory]
    [InlineData("paretune demo")]
    [InlineData("paretune search list --output jsonl", "search", "list")]
    [InlineData("paretune search show ID", "search")]
    [InlineData("paretune data import flowers ./flowers", "data", "import")]
    public async Task Help_shows_examples(string example, params string[] verb)
    {
        var run = await ConsoleRun.Run([.. verb, "--help"]);

        Assert.Equal(0, run.Code);
        Assert.Contains(example, run.Out);
    }
}
