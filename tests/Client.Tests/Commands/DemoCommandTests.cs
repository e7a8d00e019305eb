namespace Paretune.Client.Tests.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Without_dotnet_the_demo_says_what_to_install_and_ends_with_2()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), "no-such-folder", "dotnet");

        var run = await ConsoleRun.Run(["demo"], dotnet: nowhere);

        Assert.Equal(2, run.Code);
        var line = Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Contains(nowhere, line);
        Assert.Contains("install it and put dotnet on the PATH", line);
    }
}
