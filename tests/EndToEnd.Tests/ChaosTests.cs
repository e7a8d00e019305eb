using System.Diagnostics;

namespace Paretune.EndToEnd.Tests;

/// <summary>
/// Two control silos and three workers of two simulated devices each (eight with PARETUNE_LONG=1), shared by all tests here; each test
/// leaves the cluster intact.
/// </summary>
public sealed class ChaosCluster : IAsyncLifetime
{
    internal static readonly bool Long = Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1";
    public const int Epochs = 12;
    private ClusterProcesses? _cluster;

    internal ClusterProcesses Cluster => _cluster!;
    internal string Undisturbed { get; private set; } = "";

    internal static object Search(double epochSeconds) => new
    {
        name = "chaos",
        dataset = "shapes",
        space = new { dilation = Enumerable.Range(1, Long ? 6 : 3), width = new[] { 1.0, 0.5, 0.25 }, resolution = new[] { 1.0 } },
        baseResolution = 32,
        epochs = Epochs,
        trainImages = SimulatedEpoch.Images(epochSeconds),
        batchSize = SimulatedEpoch.BatchSize,
        seed = 3,
    };

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterProcesses.Start(controls: 2, workers: Long ? 8 : 3, devices: "simulated:2");
        var id = await Cluster.Submit(Search(epochSeconds: 0.01));
        await Cluster.Ended(id);
        Undisturbed = await Cluster.TimedTable(id);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

/// <summary>
/// Faults that a cluster must survive, injected into real processes. After each, the final table equals that of an undisturbed run.
/// </summary>
public sealed class ChaosTests(ChaosCluster chaos, ITestOutputHelper output) : IClassFixture<ChaosCluster>
{
    private static readonly TimeSpan LongerThanALease = TimeSpan.FromSeconds(ChaosCluster.Long ? 90 : 35);

    private ClusterProcesses Cluster => chaos.Cluster;

    [Fact]
    public Task A_worker_killed_and_started_again() => After(async () =>
    {
        await Cluster.Workers.First().Silo.Kill();
        await Cluster.Repair();
    }, AttemptOutcome.NodeLost);

    [Fact]
    public Task A_worker_killed_for_good() => After(() => Cluster.Workers.First().Silo.Kill(), AttemptOutcome.NodeLost);

    [Fact]
    public Task The_control_silo_that_holds_the_search_killed() => After(async id =>
    {
        var holder = Cluster.Controls.Single(control => control.Silo.Output.Contains($"Search {id} \"", StringComparison.Ordinal));
        await holder.Silo.Kill();
    });

    [Fact]
    public Task Every_process_killed() => After(async () =>
    {
        await Task.WhenAll(Cluster.Controls.Concat(Cluster.Workers).Select(member => member.Silo.Kill()));
        await Cluster.Repair();
    }, AttemptOutcome.NodeLost);

    [Fact]
    public Task A_worker_that_hangs_for_longer_than_its_lease_and_wakes_up() => After(async () =>
    {
        var worker = Cluster.Workers.First().Silo;
        worker.Freeze();
        await Task.Delay(LongerThanALease);
        worker.Thaw();
        // The worker exits, because the cluster has replaced it.
        Assert.NotEqual(0, await worker.Exit(TimeSpan.FromSeconds(30)));
    }, AttemptOutcome.NodeLost, epochSeconds: LongerThanALease / ChaosCluster.Epochs * 0.75);

    [Fact]
    public Task A_worker_asked_to_terminate() => After(async () =>
    {
        var took = await Cluster.Workers.First().Silo.Terminate();
        output.WriteLine($"exited {took.TotalSeconds:F1} s after SIGTERM");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }, AttemptOutcome.Preempted);

    [Fact]
    public Task Every_process_replaced_one_after_the_other() => After(async () =>
    {
        foreach (var member in Cluster.Controls.Concat(Cluster.Workers).ToList())
        {
            await member.Silo.Terminate();
            await Cluster.Repair();
        }
        // Long epochs, so that the search outlasts the last replacement even on a busy machine.
    }, AttemptOutcome.Preempted, epochSeconds: TimeSpan.FromSeconds(5));

    [Fact]
    public Task The_database_stopped_for_half_a_minute() => After(async () =>
    {
        await Cluster.Database.Stop();
        await Task.Delay(TimeSpan.FromSeconds(30));
        await Cluster.Database.Resume();
    });

    [Fact]
    public Task The_database_killed() => After(async () =>
    {
        await Cluster.Database.Kill();
        await Cluster.Database.Resume();
    });

    [Theory]
    [InlineData("+10m")]
    [InlineData("-10m")]
    public async Task A_worker_and_a_control_silo_whose_clocks_are_ten_minutes_off(string skew)
    {
        var clock = new Dictionary<string, string>(FakeClock.Settings()) { ["FAKETIME"] = skew };
        var skewed = new[] { "control", "worker" }.Select(role => Cluster.Add(role, "simulated:2")).ToList();
        foreach (var (member, setting) in skewed.SelectMany(member => clock.Select(setting => (member, setting))))
            member.Settings[setting.Key] = setting.Value;

        try
        {
            await After(() => Task.CompletedTask);
            Assert.Empty(skewed.Select(member => member.Ended).OfType<string>());
            // Killed, they would remain members for a while, and calls of the next test could wait for them.
            foreach (var member in skewed)
                await member.Silo.Terminate();
        }
        finally
        {
            foreach (var member in skewed)
            {
                output.WriteLine(member.Ended ?? "");
                await Cluster.Remove(member);
            }
        }
    }

    private Task After(Func<Task> fault, AttemptOutcome? ends = null, TimeSpan? epochSeconds = null) =>
        After(_ => fault(), ends, epochSeconds);

    /// <param name="ends">How the attempts hit by the fault end; null if none may end.</param>
    private async Task After(Func<string, Task> fault, AttemptOutcome? ends = null, TimeSpan? epochSeconds = null)
    {
        await Cluster.Repair();
        var id = await Cluster.Submit(ChaosCluster.Search((epochSeconds ?? TimeSpan.FromSeconds(0.5)).TotalSeconds));
        await Cluster.Until(id, SearchEvents.Reports(count: 20));

        var (at, watch) = (TimeProvider.System.GetUtcNow(), Stopwatch.StartNew());
        await fault(id);
        await Cluster.Ended(id);

        var audit = await LedgerAudit.From(Cluster.Database.Connection, id);
        // A lease requested before a process died, and granted after, has no report.
        var early = audit.Ends.Where(end => end.Outcome != AttemptOutcome.Completed && audit.HasReported(end.Trial, end.Attempt)).ToList();
        output.WriteLine(
            $"ended {watch.Elapsed.TotalSeconds:F1} s after the fault; hit trials reported again "
            + $"after {audit.Recovery(at)?.TotalSeconds:F1} s");
        foreach (var end in early)
            output.WriteLine(
                $"trial {end.Trial} attempt {end.Attempt} {(end.At - at).TotalSeconds:F1} s after the fault: {end.Outcome}, {end.Reason}");
        Assert.Equal(ends is { } hit ? [hit] : [], early.Select(end => end.Outcome).Distinct());
        audit.Holds(ChaosCluster.Epochs);
        Assert.Equal(chaos.Undisturbed, await Cluster.TimedTable(id));
    }
}
