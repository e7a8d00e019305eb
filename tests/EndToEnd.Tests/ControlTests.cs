using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>Cancel, pause, resume and stop, as an operator uses them while networks train.</summary>
public sealed class ControlTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Of_two_searches_at_once_one_is_cancelled_and_one_paused_and_resumed()
    {
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var kept = await silo.Submit(Search("kept", epochs: 2));
        var cancelled = await silo.Submit(Search("cancelled", epochs: 500));
        await silo.Until(cancelled, entry => entry["type"]?.GetValue<string>() == "epochReported", TimeSpan.FromMinutes(2));

        var free = await TimeToFreeDevice(silo, cancelled, "cancel");
        await Post(silo, $"/api/searches/{kept}/pause");
        var paused = await silo.Show(kept);
        await Post(silo, $"/api/searches/{kept}/resume");
        await silo.Ended(kept);

        output.WriteLine($"device free {free.TotalMilliseconds:F0} ms after the cancel");
        Assert.Equal(SearchState.Paused, paused.State);
        Assert.Equal(SearchState.Completed, (await silo.Show(kept)).State);
        Assert.Equal(SearchState.Cancelled, (await silo.Show(cancelled)).State);
    }

    [Fact]
    public async Task A_silo_asked_to_terminate_exits_within_ten_seconds_and_its_search_goes_on_later()
    {
        using var home = new Home();
        string id;
        await using (var first = await SiloProcess.Start(home))
        {
            id = await first.Submit(Search("terminated", epochs: 4));
            await first.Until(id, entry => entry["type"]?.GetValue<string>() == "epochReported", TimeSpan.FromMinutes(2));
            var took = await first.Terminate();
            output.WriteLine($"exited {took.TotalSeconds:F1} s after SIGTERM");
            Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        }

        await using var second = await SiloProcess.Start(home);
        await second.Ended(id);

        Assert.All(await second.Trials(id), trial => Assert.Equal(4, trial.Epochs));
    }

    [Fact]
    public async Task Silos_whose_database_is_gone_exit_within_ten_seconds_too()
    {
        await using var cluster = await ClusterProcesses.Start(controls: 1, workers: 1, "simulated:1");
        await cluster.Database.Kill();

        var took = await Task.WhenAll(cluster.Controls.Concat(cluster.Workers).Select(member => member.Silo.Terminate()));

        output.WriteLine($"exited {string.Join(" and ", took.Select(one => $"{one.TotalSeconds:F1} s"))} after SIGTERM");
        Assert.All(took, one => Assert.InRange(one, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    }

    private static object Search(string name, int epochs) => new
    {
        name,
        dataset = "shapes",
        space = new { dilation = new[] { 1, 2 }, width = new[] { 0.125 }, resolution = new[] { 0.5 } },
        baseResolution = 32,
        epochs,
        batchSize = 64,
    };

    private static async Task<TimeSpan> TimeToFreeDevice(SiloProcess silo, string id, string verb)
    {
        var watch = Stopwatch.StartNew();
        await Post(silo, $"/api/searches/{id}/{verb}");
        while (await TrainsOn(silo, id))
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        return watch.Elapsed;
    }

    private static async Task<bool> TrainsOn(SiloProcess silo, string id)
    {
        var cluster = JsonNode.Parse(await silo.Http.GetStringAsync("/api/cluster"))!;
        return cluster["workers"]!.AsArray().Any(worker => worker!["trial"]?["search"]?.GetValue<string>() == id);
    }

    private static async Task Post(SiloProcess silo, string path)
    {
        using var response = await silo.Http.PostAsJsonAsync(path, new { });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
