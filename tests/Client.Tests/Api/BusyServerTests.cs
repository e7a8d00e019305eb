namespace Paretune.Client.Tests.Api;

/// <summary>A server that answers 429 because it got too many requests.</summary>
public sealed class BusyServerTests
{
    [Fact]
    public async Task A_trial_is_asked_for_again_after_the_time_that_the_server_names()
    {
        await using var server = await RecordedServer.Start();
        server.Busy["/api/searches/abcd2345/trials/3"] = 2;
        var clock = new SkippingClock();

        var run = await ConsoleRun.Run(["search", "export", "abcd2345", "--format", "curves"], server: server.Address, clock: clock);

        Assert.Equal((0, 5), (run.Code, run.Out.Trim().Split('\n').Length));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], clock.Waits);
    }

    [Fact]
    public async Task A_search_is_submitted_again()
    {
        await using var server = await RecordedServer.Start();
        server.Busy["/api/searches"] = 1;

        var run = await ConsoleRun.Run(
            ["search", "submit", "-"], "dataset: shapes\n", server: server.Address, clock: new SkippingClock());

        Assert.Equal((0, """{"dataset":"shapes"}"""), (run.Code, server.Submitted?.GetRawText()));
    }

    [Fact]
    public async Task A_wait_of_a_minute_is_an_error()
    {
        await using var server = await RecordedServer.Start();
        server.Busy["/api/searches/abcd2345"] = 1;
        server.RetryAfter = 60;

        var run = await server.Run("search", "show", "abcd2345");

        Assert.Equal(3, run.Code);
        Assert.Contains("answered 429 to GET", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_is_not_sent_again()
    {
        await using var server = await RecordedServer.Start();
        server.Busy["/api/datasets/flowers"] = 1;
        var folder = Directory.CreateTempSubdirectory("paretune-busy-");
        var archive = Path.Combine(folder.FullName, "images.tar");
        await File.WriteAllTextAsync(archive, "images");

        var run = await ConsoleRun.Run(["data", "import", "flowers", archive], server: server.Address, clock: new SkippingClock());
        folder.Delete(recursive: true);

        Assert.Equal(3, run.Code);
        Assert.Empty(server.Uploads);
    }
}
