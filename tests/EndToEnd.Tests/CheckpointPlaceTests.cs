using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>
/// One control silo and two workers with separate homes, as on separate machines, and a shared place for checkpoints and models.
/// </summary>
public sealed partial class CheckpointPlaceTests(ITestOutputHelper output)
{
    private const int Epochs = 6;
    private static readonly object Search = new
    {
        name = "apart",
        dataset = "shapes",
        space = new { dilation = new[] { 1, 2 }, width = new[] { 0.25 }, resolution = new[] { 0.5 } },
        baseResolution = 32,
        epochs = Epochs,
        batchSize = 64,
        seed = 7,
        reuse = false,
    };

    private static readonly string LastCheckpoint = FormattableString.Invariant($"epoch-{Epochs}.ckpt");

    [Fact]
    public async Task In_a_folder_the_trial_of_a_worker_that_is_gone_goes_on_elsewhere()
    {
        using var folder = new Home();
        await using var cluster = await ClusterProcesses.Start(
            controls: 1, workers: 2, "cpu", apart: new Dictionary<string, string> { ["Paretune__Checkpoints"] = folder.Path });

        var trials = await OutlivesAWorker(cluster);

        await Swept(folder.Path, trials);
    }

    [Fact]
    public async Task In_a_bucket_the_trial_of_a_worker_that_is_gone_goes_on_elsewhere()
    {
        await using var server = await BucketServer.Start();
        await using var cluster = await Start(server, workers: 2);

        await OutlivesAWorker(cluster);
    }

    [Fact]
    public async Task A_bucket_that_is_away_for_a_while_is_waited_for()
    {
        await using var server = await BucketServer.Start();
        await using var cluster = await Start(server, workers: 1);
        var worker = cluster.Workers.Single().Silo;

        var id = await cluster.Submit(Search);
        await cluster.Until(id, SearchEvents.Reports(count: 2));
        await server.Kill();
        await worker.Says("; trying again in");
        await server.Resume();
        await cluster.Ended(id);

        var audit = await LedgerAudit.From(cluster.Database.Connection, id);
        audit.Holds(Epochs);
        Assert.All(audit.Ends, end => Assert.Equal(AttemptOutcome.Completed, end.Outcome));
    }

    private static Task<ClusterProcesses> Start(BucketServer server, int workers) => ClusterProcesses.Start(
        controls: 1, workers, "cpu", apart: new Dictionary<string, string>
        {
            ["Paretune__Checkpoints"] = $"s3://{BucketServer.Bucket}/nets",
            ["Paretune__S3__Endpoint"] = server.Address.OriginalString,
            ["AWS_ACCESS_KEY_ID"] = BucketServer.Key,
            ["AWS_SECRET_ACCESS_KEY"] = BucketServer.Key,
        });

    private async Task<int> OutlivesAWorker(ClusterProcesses cluster)
    {
        var watch = Stopwatch.StartNew();
        var straight = await cluster.Submit(Search);
        await cluster.Ended(straight);
        output.WriteLine($"undisturbed {watch.Elapsed.TotalSeconds:F1} s");

        var id = await cluster.Submit(Search);
        var holders = new Dictionary<int, string>();
        var trial = 0;
        await cluster.Until(id, entry =>
        {
            switch (entry.Deserialize<LedgerEntry>(ParetuneJson.Options))
            {
                case AttemptStarted started:
                    holders[started.Trial] = started.Worker.Silo;
                    return false;
                case EpochReported { Report: { Epoch: 2, Trial.Number: var number } }:
                    trial = number;
                    return true;
                default:
                    return false;
            }
        });
        var lost = cluster.Workers.Single(worker => worker.Name == holders[trial]);
        var other = cluster.Workers.Single(worker => worker != lost);
        await lost.Silo.Kill();
        await cluster.Ended(id);
        output.WriteLine($"with a worker killed for good, {watch.Elapsed.TotalSeconds:F1} s in all");

        var audit = await LedgerAudit.From(cluster.Database.Connection, id);
        audit.Holds(Epochs);
        var reported = audit.Reports.Count(report => report.Report.Trial.Number == trial && report.Report.Attempt == 1);
        Assert.InRange(reported, 2, Epochs - 1);
        Assert.InRange(WentOnAfter(other, $"{id}/{trial}"), reported, reported + 1);
        var table = await cluster.Table(id);
        Assert.Equal(await cluster.Table(straight), table);
        foreach (var view in await cluster.Trials(id))
            Assert.Equal(await cluster.Model(straight, view.Number), await cluster.Model(id, view.Number));
        if (OperatingSystem.IsLinux())
            Assert.Equal(
                [true, false],
                new[] { other, cluster.Controls.Single() }.Select(
                    member => member.Silo.Libraries.Contains("libtorch", StringComparison.Ordinal)));
        return (await cluster.Trials(id)).Length;
    }

    /// <summary>Returns the epoch of the checkpoint from which this worker resumed the trial.</summary>
    private static int WentOnAfter(Member worker, string trial)
    {
        var line = GoesOn().Matches(worker.Silo.Output).Single(match => match.Groups["trial"].Value == trial);
        return int.Parse(line.Groups["epoch"].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Waits until each trial of both searches has only one model with its files left, apart from the last checkpoints of trials on the
    /// front, which may be extended.
    /// </summary>
    private static async Task Swept(string folder, int trials)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (
            Names().Any(
                name => name != LastCheckpoint && name is not (
                    "model.safetensors" or "evaluation.json" or "mistakes.png" or "model.onnx" or "model-fp16.onnx" or "model-int8.onnx"
                        or "exports.json" or "model-card.md")))
            await Task.Delay(100, limit.Token);
        Assert.Equal(2 * trials, Names().Count(name => name == "model.safetensors"));
        Assert.Equal(2 * trials, Names().Count(name => name == "evaluation.json"));
        Assert.Equal(2 * trials, Names().Count(name => name == "model.onnx"));
        Assert.InRange(Names().Count(name => name == LastCheckpoint), 1, 2 * trials);

        IEnumerable<string?> Names() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName);
    }

    [GeneratedRegex(@"Trial (?<trial>\S+) attempt 2 resumes after epoch (?<epoch>\d+)")]
    private static partial Regex GoesOn();
}
