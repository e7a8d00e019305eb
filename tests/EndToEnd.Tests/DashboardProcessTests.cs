using System.Net;

namespace Paretune.EndToEnd.Tests;

/// <summary>Page and API in a process of their own, which starts before the cluster is there and outlives its control silo.</summary>
public sealed class DashboardProcessTests(DashboardProcessTests.Stage stage) : IClassFixture<DashboardProcessTests.Stage>
{
    private static readonly object Search = new
    {
        name = "from a dashboard",
        dataset = "shapes",
        trainImages = SimulatedEpoch.Images(0.1),
        epochs = 3,
        space = new { dilation = new[] { 1, 2, 3 } },
    };

    private ClusterProcesses Cluster => stage.Cluster;
    private SiloProcess Dashboard => stage.Dashboard.Silo;

    [Fact]
    public async Task A_search_is_submitted_and_followed_and_its_page_is_shown_without_a_silo_or_libtorch()
    {
        var id = await Dashboard.Submit(Search);
        await Dashboard.Ended(id);

        Assert.Equal(3, (await Dashboard.Trials(id)).Count(trial => trial.State == TrialState.Completed));
        Assert.Contains("from a dashboard", await Dashboard.Http.GetStringAsync($"/searches/{id}"), StringComparison.Ordinal);
        Assert.Contains("simulated:2", await Dashboard.Http.GetStringAsync("/api/cluster"), StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch", Dashboard.Libraries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_the_cluster_is_away_and_goes_on_when_it_is_back()
    {
        var id = await Dashboard.Submit(Search);
        await Cluster.Controls.Single().Silo.Kill();

        // An answer may be a second old.
        using (var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
            while (await Status("/readyz") != HttpStatusCode.ServiceUnavailable)
                await Task.Delay(100, limit.Token);
        await Cluster.Repair();
        await Cluster.Ended(id);

        Assert.Equal(SearchState.Completed, (await Dashboard.Show(id)).State);
    }

    [Fact]
    public async Task Operators_see_the_cluster_as_Orleans_does()
    {
        var page = await Dashboard.Http.GetStringAsync("/orleans/");
        var counters = await Dashboard.Http.GetStringAsync("/orleans/DashboardCounters");

        Assert.Contains("<html", page, StringComparison.OrdinalIgnoreCase);
        Assert.All(Cluster.Controls.Concat(Cluster.Workers), member => Assert.Contains(member.Name, counters, StringComparison.Ordinal));
    }

    private async Task<HttpStatusCode> Status(string path)
    {
        using var answer = await Dashboard.Http.GetAsync(path);
        return answer.StatusCode;
    }

    public sealed class Stage : IAsyncLifetime
    {
        internal ClusterProcesses Cluster { get; private set; } = null!;
        internal Member Dashboard { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Cluster = await ClusterProcesses.Start(controls: 0, workers: 0, devices: "simulated:1");
            Dashboard = Cluster.Add("dashboard", "auto");
            await Dashboard.Launch();
            await Dashboard.Silo.Says("No control silo of the cluster is there yet");
            Cluster.Add("control", "auto");
            Cluster.Add("worker", "simulated:2");
            await Cluster.Repair();
        }

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();
    }
}
