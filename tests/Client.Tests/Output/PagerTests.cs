namespace Paretune.Client.Tests.Output;

/// <summary>Output taller than the terminal is shown in PAGER, as in git.</summary>
public sealed class PagerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-client-").FullName;

    private string Paged => Path.Combine(_folder, "paged");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_table_that_is_taller_than_the_terminal_goes_to_the_pager()
    {
        var run = await Run($"cat > '{Paged}'", height: 6);

        Assert.Equal((0, ""), (run.Code, run.Out));
        Assert.Contains("hidden columns", await File.ReadAllTextAsync(Paged), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(6, "--no-pager")]
    [InlineData(6, "--output", "json")]
    public async Task Nothing_else_does(int height, params string[] options)
    {
        var run = await Run($"cat > '{Paged}'", height, options);

        Assert.Equal(0, run.Code);
        Assert.Contains("50.00 %", run.Out.Replace("0.5,", "50.00 %", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.False(File.Exists(Paged));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cat")]
    [InlineData("no-such-program-as-this")]
    public async Task Where_there_is_no_pager_the_table_is_printed(string pager)
    {
        var run = await Run(pager, height: 6);

        Assert.Contains("50.00 %", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_that_was_watched_to_its_end_waits_for_nobody()
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.AtTerminal(["search", "watch", "abcd2345"], server.Address, (80, 6), $"cat > '{Paged}'");

        Assert.Contains("optimum (knee)", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Paged));
    }

    private static async Task<ConsoleRun> Run(string pager, int height, params string[] options)
    {
        await using var server = await RecordedServer.Start();
        return await ConsoleRun.AtTerminal(["search", "show", "abcd2345", .. options], server.Address, (60, height), pager);
    }
}
