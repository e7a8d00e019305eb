namespace Paretune.Client.Tests.Commands;

public sealed class SteerCommandsTests
{
    [Fact]
    public async Task An_extension_asks_for_the_budget_that_its_flags_name()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "extend", "abcd2345", "--budget-epochs", "500", "--budget-hours", "2.5");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal("""{"budget":{"epochs":500,"hours":2.5}}""", server.Submitted.ToString());
    }

    [Theory]
    [InlineData("a budget must be given, but is missing; give one of --budget-epochs, --budget-share, --budget-hours, "
        + "--budget-wall-hours, --budget-no-progress")]
    [InlineData("--budget-share: must be a number above 0 and at most 1, but is 2", "--budget-share", "2")]
    public async Task An_extension_that_is_no_budget_is_refused_before_it_is_sent(string message, params string[] flags)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(["search", "extend", "abcd2345", .. flags]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Null(server.Submitted);
    }
}
