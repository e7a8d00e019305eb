using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A control silo and a worker that share no folder: datasets, checkpoints and models are in a bucket.</summary>
public sealed class DatasetBucketTests
{
    private const int Side = 16;

    [Fact]
    public async Task A_dataset_that_the_control_silo_imported_is_trained_on_by_a_worker_without_a_shared_folder()
    {
        await using var server = await BucketServer.Start();
        await using var cluster = await Start(server);
        var (control, worker) = (cluster.Controls.Single(), cluster.Workers.Single());

        using var imported = await Import(control, "mine");
        var dataset = await imported.Content.ReadFromJsonAsync<Dataset>(ParetuneJson.Options);
        var id = await cluster.Submit(Search("mine", epochs: 8));
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
        using var checkpoints = new Home();
        await using var cluster = await Start(server, checkpoints.Path);
        var control = cluster.Controls.Single().Silo;
        (await Import(cluster.Controls.Single(), "mine")).EnsureSuccessStatusCode().Dispose();
        // Keeps the worker from the other search until the bucket is away.
        var first = await cluster.Submit(Search("shapes", epochs: 1000));
        await cluster.Until(first, entry => SearchEvents.TypeOf(entry) == "attemptStarted");
        var id = await cluster.Submit(Search("mine", epochs: 8));

        await server.Kill();
        using var refused = await control.Http.GetAsync("/api/datasets");
        (await control.Http.PostAsync($"/api/searches/{first}/cancel", null)).EnsureSuccessStatusCode().Dispose();
        await cluster.Workers.Single().Silo.Says("the bucket for datasets must be reachable");
        await server.Resume();
        await cluster.Ended(id);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(
            "the bucket for datasets must be reachable", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var audit = await LedgerAudit.From(cluster.Database.Connection, id);
        Assert.All(audit.Ends, end => Assert.Equal(AttemptOutcome.Completed, end.Outcome));
    }

    [Fact]
    public async Task A_role_of_the_kubernetes_service_account_opens_the_bucket()
    {
        await using var server = await BucketServer.Start();
        using var roles = new RoleServer();
        using var home = new Home();
        var token = Path.Combine(home.Path, "token");
        await File.WriteAllTextAsync(token, "of-the-service-account", TestContext.Current.CancellationToken);

        await using var silo = SiloProcess.Launch(home.Path, TestPort.Find(), new Dictionary<string, string>
        {
            ["Paretune__Datasets"] = $"s3://{BucketServer.Bucket}/images",
            ["Paretune__S3__Endpoint"] = server.Address.OriginalString,
            // As the webhook of EKS sets them.
            ["AWS_WEB_IDENTITY_TOKEN_FILE"] = token,
            ["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/datasets",
            ["AWS_REGION"] = "eu-west-1",
            ["AWS_ENDPOINT_URL_STS"] = roles.Address,
        });
        await silo.Ready();

        Assert.Contains("WebIdentityToken=of-the-service-account", await roles.Asked, StringComparison.Ordinal);
    }

    private static object Search(string dataset, int epochs) => new
    {
        name = "apart",
        dataset,
        space = new { width = new[] { 0.25 }, learningRate = new[] { 0.003 }, batchSize = new[] { 32 } },
        baseResolution = 16,
        epochs,
        seed = 7,
    };

    private static Task<ClusterProcesses> Start(
        BucketServer server, string checkpoints = $"s3://{BucketServer.Bucket}/nets") => ClusterProcesses.Start(
        controls: 1, workers: 1, "cpu", apart: new Dictionary<string, string>
        {
            ["Paretune__Checkpoints"] = checkpoints,
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
        var noise = new Random(1);
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            for (var at = 0; at < 100; at++)
            {
                using var entry = zip.CreateEntry($"{(at % 2 == 0 ? "cat" : "dog")}/{at}.bmp", CompressionLevel.NoCompression).Open();
                entry.Write(Bitmap(noise, isLight: at % 2 == 0));
            }

        return archive.ToArray();
    }

    /// <summary>A Windows bitmap of 24 bits a pixel: noise, which is light or dark, so that there is something to learn.</summary>
    private static byte[] Bitmap(Random noise, bool isLight)
    {
        const int head = 54;
        var file = new byte[head + 3 * Side * Side];
        noise.NextBytes(file.AsSpan(head));
        for (var at = head; at < file.Length; at++)
            file[at] = (byte)(file[at] / 2 + (isLight ? 128 : 0));
        "BM"u8.CopyTo(file);
        foreach (var (at, value) in ((int, int)[])[(2, file.Length), (10, head), (14, 40), (18, Side), (22, Side), (26, 1 | 24 << 16)])
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        return file;
    }
}
