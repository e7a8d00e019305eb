using System.Net;
using System.Net.Sockets;

namespace Paretune.EndToEnd.Tests;

/// <summary>The dashboard in a process of its own, which starts before the cluster and outlives its control silo.</summary>
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

        // An answer may be up to a second old.
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

        Assert.Contains("<html", page, StringComparison.OrdinalIgnoreCase);
        // Orleans refreshes the counters when they are read, at most once a second; at first there are none.
        var names = Cluster.Controls.Concat(Cluster.Workers).Select(member => member.Name).ToList();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await Dashboard.Http.GetStringAsync("/orleans/DashboardCounters", limit.Token) is var counters
            && !names.All(name => counters.Contains(name, StringComparison.Ordinal)))
            await Task.Delay(200, limit.Token);
    }

    [Fact]
    public void While_no_control_silo_was_there_it_lived_and_said_what_it_waited_for()
    {
        Assert.Equal(
            [("/healthz", HttpStatusCode.OK), ("/readyz", HttpStatusCode.ServiceUnavailable), ("/", HttpStatusCode.ServiceUnavailable)],
            stage.WhileWaiting.Select(answer => (answer.Path, answer.Status)));
        Assert.Contains("no control silo of the cluster answers yet", stage.WhileWaiting[1].Text, StringComparison.Ordinal);
        Assert.Contains("No control silo of the cluster answers yet.", stage.WhileWaiting[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_that_no_control_silo_serves_is_not_ready_and_says_why()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, stage.WorkerAlone.Status);
        Assert.Contains("no control silo", stage.WorkerAlone.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("implementation", stage.WorkerAlone.Text, StringComparison.Ordinal);
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

        /// <summary>The worker's readiness after the control silo stopped.</summary>
        internal (HttpStatusCode Status, string Text) WorkerAlone { get; private set; }

        /// <summary>The answers before the first control silo was available.</summary>
        internal List<(string Path, HttpStatusCode Status, string Text)> WhileWaiting { get; } = [];

        public async ValueTask InitializeAsync()
        {
            Cluster = await ClusterProcesses.Start(controls: 0, workers: 0, devices: "simulated:1");
            Dashboard = Cluster.Add("dashboard", "auto");
            await Dashboard.Launch();
            await Dashboard.Silo.Says("Waiting: no control silo of the cluster answers yet");
            foreach (var path in (string[])["/healthz", "/readyz", "/"])
            {
                using HttpRequestMessage ask = new(HttpMethod.Get, path) { Headers = { { "Accept", path == "/" ? "text/html" : "*/*" } } };
                using var answer = await Dashboard.Silo.Http.SendAsync(ask);
                WhileWaiting.Add((path, answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            }

            var worker = Cluster.Add("worker", "simulated:2");
            await worker.Launch();
            WorkerAlone = await FirstAnswer(worker.Silo, "/readyz");
            Cluster.Add("control", "auto");
            await Cluster.Repair();
        }

        public ValueTask DisposeAsync() => Cluster.DisposeAsync();

        private static async Task<(HttpStatusCode Status, string Text)> FirstAnswer(SiloProcess silo, string path)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            while (true)
            {
                try
                {
                    using var answer = await silo.Http.GetAsync(path, limit.Token);
                    return (answer.StatusCode, await answer.Content.ReadAsStringAsync(limit.Token));
                }
                catch (Exception away) when (away is HttpRequestException or SocketException)
                {
                    // Not listening yet.
                    await Task.Delay(100, limit.Token);
                }
            }
        }
    }
}
