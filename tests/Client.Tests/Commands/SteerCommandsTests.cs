namespace Paretune.Client.Tests.Commands;

public sealed class SteerCommandsTests
{
    [Fact]
    public async Task A_larger_space_is_sent_as_the_file_has_it_and_what_is_new_is_said()
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(
            ["search", "extend", "abcd2345", "--space", "-"], "epochs: 2\nspace:\n  width: [1, 0.5, 0.25]\n", server.Address);

        Assert.Equal("""{"epochs":2,"space":{"width":[1,0.5,0.25]}}""", $"{server.Submitted}");
        Assert.Contains("0 trials added", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("epochs: 2\n", "stdin: space: is required", "--space", "-")]
    [InlineData("", "a budget or a space must be given, but both are", "--space", "-", "--budget-epochs", "9")]
    public async Task An_extension_says_what_is_extended(string input, string message, params string[] args)
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "extend", "abcd2345", .. args], input, server.Address);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }

    [Fact]
    public async Task An_extension_asks_for_the_budget_that_its_flags_name()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "extend", "abcd2345", "--budget-epochs", "500", "--budget-hours", "2.5");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("""{"budget":{"epochs":500,"hours":2.5}}""", server.Submitted.ToString());
    }

    [Theory]
    [InlineData("a budget or a space must be given, but neither is; give --space, or one or more of --budget-epochs, "
        + "--budget-share, --budget-hours, --budget-wall-hours, --budget-no-progress")]
    [InlineData("--budget-share: must be a number above 0 and at most 1, but is 2; write 0.2 for 20 %, or leave it out",
        "--budget-share", "2")]
    public async Task An_extension_that_is_no_budget_is_refused_before_it_is_sent(string message, params string[] flags)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(["search", "extend", "abcd2345", .. flags]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }
}
