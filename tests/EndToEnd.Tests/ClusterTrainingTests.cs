using System.Diagnostics;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>One control silo and three workers that train real networks, with checkpoints in a shared folder.</summary>
public sealed class ClusterTrainingTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Epochs = 4;
    private static readonly object Search = new
    {
        name = "trained",
        dataset = "shapes",
        space = new { dilation = new[] { 1, 2 }, width = new[] { 0.25, 0.125 }, resolution = new[] { 0.5 } },
        baseResolution = 32,
        epochs = Epochs,
        batchSize = 64,
        seed = 5,
        reuse = false,
    };

    private ClusterProcesses? _cluster;
    private string _undisturbed = "";

    private ClusterProcesses Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterProcesses.Start(controls: 1, workers: 3, devices: "cpu");
        _undisturbed = await Run(_ => Task.CompletedTask);
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    [Fact]
    public async Task Workers_and_control_silo_killed_while_they_train()
    {
        var disturbed = await Run(async _ =>
        {
            await Cluster.Workers.First().Silo.Kill();
            await Cluster.Controls.Single().Silo.Kill();
            await Cluster.Repair();
            await Cluster.Workers.Last().Silo.Kill();
        });

        Assert.Equal(_undisturbed, disturbed);
    }

    [Fact, Trait("needs", "root")]
    public async Task A_disk_that_is_full_for_a_while()
    {
        await using var disk = await SmallDisk.Mount(Path.Combine(Cluster.Home, "searches"), megabytes: 64);

        var disturbed = await Run(async id =>
        {
            disk.Fill();
            await Cluster.Until(
                id, entry => SearchEvents.TypeOf(entry) == "attemptEnded"
                    && entry["reason"]!.GetValue<string>().Contains("No space left", StringComparison.Ordinal));
            disk.Clear();
        });

        Assert.Equal(_undisturbed, disturbed);
    }

    private async Task<string> Run(Func<string, Task> fault)
    {
        await Cluster.Repair();
        var watch = Stopwatch.StartNew();
        var id = await Cluster.Submit(Search);
        await Cluster.Until(id, SearchEvents.Reports(count: 4));
        await fault(id);
        await Cluster.Ended(id);
        var audit = await LedgerAudit.From(Cluster.Database.Connection, id);
        output.WriteLine(
            $"{watch.Elapsed.TotalSeconds:F1} s; attempts ended early: "
            + string.Join(", ", audit.Ends.Where(end => end.Outcome != AttemptOutcome.Completed)
                .GroupBy(end => end.Outcome).Select(group => $"{group.Count()} {group.Key}")));
        audit.Holds(Epochs);
        return await Cluster.Table(id);
    }
}
