using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;

namespace Paretune.EndToEnd.Tests;

/// <summary>Datasets are there whole or not at all, whenever the process is killed.</summary>
public sealed class DatasetKillTests
{
    private const int Large = 3000, Small = 4;

    // Red, 16×16.
    private static readonly byte[] Image = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mM4ISdHEmIY1TCqYfhqAADk"
        + "YgQQ6ZuA8QAAAABJRU5ErkJggg==");

    [Fact]
    public async Task An_import_a_deletion_and_a_new_name_that_a_kill_cuts_short_leave_whole_datasets_or_none()
    {
        using var home = new Home();
        await using (var silo = await SiloProcess.Start(home))
        {
            foreach (var name in new[] { "deleted", "renamed" })
                (await Import(silo, name, Small)).Dispose();
            var changes = new[]
            {
                Import(silo, "large", Large), silo.Http.DeleteAsync("/api/datasets/deleted"),
                silo.Http.PostAsync("/api/datasets/renamed/rename?to=moved", null),
            };
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
            while (!Directory.Exists(PathOf(home, ".large")) && !Directory.Exists(PathOf(home, "large")))
                await Task.Delay(1, limit.Token);
            await silo.Kill();
            await Task.WhenAll(changes).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        await using var again = await SiloProcess.Start(home);
        var names = (await again.Http.GetFromJsonAsync<Dataset[]>("/api/datasets", ParetuneJson.Options))!.Select(dataset => dataset.Name);
        foreach (var name in names.Where(name => name != "shapes"))
        {
            var whole = await again.Http.GetFromJsonAsync<DatasetDetail>($"/api/datasets/{name}", ParetuneJson.Options);
            Assert.Equal(whole!.Dataset.TrainImages, whole.TrainCounts.Sum());
        }

        Assert.Single(names, name => name is "renamed" or "moved");
        Assert.DoesNotContain(
            Directory.GetDirectories(Path.Combine(home.Path, "datasets")), folder => Path.GetFileName(folder).StartsWith('.'));
        using var imported = await Import(again, "large", Large);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
    }

    private static string PathOf(Home home, string name) => Path.Combine(home.Path, "datasets", name);

    private static Task<HttpResponseMessage> Import(SiloProcess silo, string name, int images) => silo.Http.PutAsync(
        $"/api/datasets/{name}", new ByteArrayContent(Archive(images)) { Headers = { ContentType = new("application/zip") } });

    private static byte[] Archive(int images)
    {
        var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
            for (var at = 0; at < images; at++)
            {
                using var entry = zip.CreateEntry($"{(at % 2 == 0 ? "cat" : "dog")}/{at}.png", CompressionLevel.NoCompression).Open();
                entry.Write(Image);
            }

        return archive.ToArray();
    }
}
