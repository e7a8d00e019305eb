namespace Paretune.Client.Tests.Completion;

public sealed class SuggestActionTests
{
    [Theory]
    [InlineData("paretune se", "search")]
    [InlineData("paretune search sh", "show")]
    [InlineData("paretune search list --ou", "--output")]
    [InlineData("paretune search list -o ", "csv json jsonl table")]
    [InlineData("paretune search list --output=js", "--output=json --output=jsonl")]
    [InlineData("paretune search submit --strategy a", "asha")]
    [InlineData("paretune search submit --network mobilenet,d", "mobilenet,dilated-separable")]
    [InlineData("paretune search list --sort best", "best-accuracy")]
    [InlineData("paretune search best abcd2345 --rule k", "knee")]
    [InlineData("paretune search submit ", "")]
    [InlineData("paretune completion ", "bash fish pwsh zsh")]
    public async Task Commands_options_and_values_are_completed(string line, string candidates)
    {
        var run = await Suggest(line, server: new("http://127.0.0.1:1"));

        Assert.Equal((0, candidates, ""), (run.Code, run.Out.Trim().ReplaceLineEndings(" "), run.Error));
    }

    [Theory]
    [InlineData("paretune search show ", "abcd2345")]
    [InlineData("paretune search watch zz", "")]
    [InlineData("paretune trial show abcd2345 ", "1 2 3 4")]
    [InlineData("paretune search submit --dataset ", "flowers shapes")]
    [InlineData("paretune data show f", "flowers")]
    public async Task Ids_and_names_come_from_the_server(string line, string candidates)
    {
        await using var server = await RecordedServer.Start();
        server.Datasets.AddRange([new("flowers", [], 32, 1, 1), new("shapes", [], 32, 1, 1)]);

        var run = await Suggest(line, server.Address);

        Assert.Equal((0, candidates, ""), (run.Code, run.Out.Trim().ReplaceLineEndings(" "), run.Error));
    }

    [Theory]
    [InlineData("search")]
    [InlineData("search", "show")]
    [InlineData("search", "submit")]
    public async Task Help_asks_no_server(params string[] verb)
    {
        await using var server = await RecordedServer.Start();

        await server.Run([.. verb, "--help"]);

        Assert.Empty(server.Keys);
    }

    private static Task<ConsoleRun> Suggest(string line, Uri server) => ConsoleRun.Run([$"[suggest:{line.Length}]", line], server: server);
}
