using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A control silo and a worker that share no folder: datasets, checkpoints and models are in a bucket.</summary>
public sealed class DatasetBucketTests
{
    [Fact]
    public async Task A_dataset_that_the_control_silo_imported_is_trained_on_by_a_worker_without_a_shared_folder()
    {
        await using var server = await BucketServer.Start();
        await using var cluster = await Start(server);
        var (control, worker) = (cluster.Controls.Single(), cluster.Workers.Single());

        using var imported = await Import(control, "mine");
        var dataset = await imported.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options);
        var id = await cluster.Submit(Search);
        await cluster.Ended(id);

        var trial = Assert.Single(await cluster.Trials(id));
        Assert.Equal(TrialState.Completed, trial.State);
        Assert.NotEmpty(await cluster.Model(id, trial.Number));
        Assert.Equal(
            dataset!.TrainImages,
            (await control.Silo.Http.GetFromJsonAsync<DatasetDetail>("/api/datasets/mine", ParetuneJson.Options))!.TrainCounts.Sum());
        Assert.Equal(
            HttpStatusCode.OK, (await control.Silo.Http.GetAsync("/api/datasets/mine/samples/0")).StatusCode);
        Assert.True(File.Exists(CopyIn(cluster, worker)));
        Assert.False(File.Exists(CopyIn(cluster, control)));
    }

    [Fact]
    public async Task A_trial_waits_for_a_bucket_that_is_away_and_requests_are_told_why()
    {
        await using var server = await BucketServer.Start();
        await using var cluster = await Start(server);
        var (control, worker) = (cluster.Controls.Single(), cluster.Workers.Single());
        using var imported = await Import(control, "mine");
        imported.EnsureSuccessStatusCode();
        await cluster.Remove(worker);
        var id = await cluster.Submit(Search);

        cluster.Add("worker", "cpu");
        await cluster.Repair();
        await server.Kill();
        using var refused = await control.Silo.Http.GetAsync("/api/datasets");
        await cluster.Workers.Single().Silo.Says("; trying again in");
        await server.Resume();
        await cluster.Ended(id);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(
            "the bucket of datasets must be reachable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var audit = await LedgerAudit.From(cluster.Database.Connection, id);
        Assert.Equal(AttemptOutcome.Completed, Assert.Single(audit.Ends).Outcome);
    }

    private static object Search => new
    {
        name = "apart",
        dataset = "mine",
        space = new { dilation = new[] { 1 }, width = new[] { 0.125 }, resolution = new[] { 0.5 } },
        baseResolution = 32,
        epochs = 2,
        batchSize = 16,
        seed = 7,
    };

    private static Task<ClusterProcesses> Start(BucketServer server) => ClusterProcesses.Start(
        controls: 1, workers: 1, "cpu", apart: new Dictionary<string, string>
        {
            ["Paretune__Checkpoints"] = $"s3://{BucketServer.Bucket}/nets",
            ["Paretune__Datasets"] = $"s3://{BucketServer.Bucket}/images",
            ["Paretune__S3__Endpoint"] = server.Address.OriginalString,
            ["AWS_ACCESS_KEY_ID"] = BucketServer.Key,
            ["AWS_SECRET_ACCESS_KEY"] = BucketServer.Key,
        });

    private static string CopyIn(ClusterProcesses cluster, Member member) =>
        Path.Combine(cluster.Home, member.Name, "dataset-copies", "mine", "train.bin");

    private static Task<HttpResponseMessage> Import(Member control, string name) => control.Silo.Http.PutAsync(
        $"/api/datasets/{name}", new ByteArrayContent(Archive()) { Headers = { ContentType = new("application/zip") } });

    private static byte[] Archive()
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            for (var at = 0; at < 100; at++)
            {
                using var entry = zip.CreateEntry($"{(at % 2 == 0 ? "cat" : "dog")}/{at}.png", CompressionLevel.NoCompression).Open();
                entry.Write(DatasetKillTests.Image);
            }

        return archive.ToArray();
    }
}
