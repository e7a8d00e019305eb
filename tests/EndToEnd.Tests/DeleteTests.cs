using System.Net;

namespace Paretune.EndToEnd.Tests;

/// <summary>A confirmed deletion is carried out, whatever happens to the process.</summary>
public sealed class DeleteTests
{
    private static object Search(string name) => new
    {
        name,
        dataset = "shapes",
        space = new { dilation = new[] { 1 }, width = new[] { 0.125 }, resolution = new[] { 0.75 } },
        baseResolution = 32,
        epochs = 1,
        batchSize = 64,
    };

    [Fact]
    public async Task A_search_whose_silo_is_killed_as_it_is_deleted_leaves_nothing_behind()
    {
        using var home = new Home();
        string deleted, kept;
        await using (var silo = await SiloProcess.Start(home))
        {
            (deleted, kept) = (await silo.Submit(Search("deleted")), await silo.Submit(Search("kept")));
            await silo.Ended(deleted);
            await silo.Ended(kept);
            Assert.NotEmpty(Files(home, deleted));

            using var answer = await silo.Http.DeleteAsync($"/api/searches/{deleted}");
            await silo.Kill();

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using var again = await SiloProcess.Start(home);
        using var gone = await again.Http.GetAsync($"/api/searches/{deleted}");
        using var model = await again.Http.GetAsync($"/api/searches/{deleted}/trials/1/model");
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (Files(home, deleted).Length > 0)
            await Task.Delay(100, limit.Token);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (gone.StatusCode, model.StatusCode));
        Assert.Equal([kept], (await again.Searches()).Select(search => search.Id.Value));
        Assert.NotEmpty(Files(home, kept));
    }

    private static string[] Files(Home home, string id)
    {
        var folder = Path.Combine(home.Path, "searches", id);
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];
    }
}
