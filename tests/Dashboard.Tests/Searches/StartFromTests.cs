using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>Searches that start from an older one, over HTTP.</summary>
public sealed class StartFromTests(Api api)
{
    [Theory]
    [InlineData("aaaaaaaa")]
    [InlineData("../keys")]
    public async Task One_that_does_not_exist_is_refused(string from)
    {
        using var response = await Submit(from);

        var problem = await Problem.From(response);
        Assert.Equal((HttpStatusCode.BadRequest, "from"), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains($"must be the ID of a search, but \"{from}\" does not exist; see: paretune search list", problem.Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_without_results_is_refused()
    {
        var older = await api.Submit("older");

        using var response = await Submit(older);

        var problem = await Problem.From(response);
        Assert.Equal((HttpStatusCode.BadRequest, "from"), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains($"but search {older} has none", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_came_to_is_copied_and_stays_when_it_is_deleted()
    {
        var older = await api.Submit("older");
        await Train(older);

        var view = await Created(Submit(older));
        using var cancelled = await api.Http.PostAsync($"/api/searches/{older}/cancel", null);
        using var deleted = await api.Http.DeleteAsync($"/api/searches/{older}");

        Assert.True(deleted.IsSuccessStatusCode, await deleted.Content.ReadAsStringAsync());
        Assert.Contains($"Starts from search {older}: it uses 1 of the 1 trial that completed there.", string.Join(' ', view.Notes),
            StringComparison.Ordinal);
        var started = Assert.IsType<SearchStarted>((await api.Grains.GetGrain<ISearchGrain>(view.Id.Value).Events(0))!.Entries[0]);
        Assert.Equal((new SearchId(older), 0.75), (started.Earlier!.Search, Assert.Single(started.Earlier.Trials).Accuracy));
        Assert.Equal(older, (await api.Get<SearchView>($"/api/searches/{view.Id}")).Spec.From);
        Assert.Equal(0, view.Counts.Completed);
    }

    private async Task Train(string id)
    {
        var grain = api.Grains.GetGrain<ISearchGrain>(id);
        var lease = (await grain.Lease(new("S1.2.3.4:5:6", "cpu", "a")))!;
        for (var epoch = 1; epoch <= lease.Job.Epochs; epoch++)
            await grain.Judge(new Report
            {
                Trial = lease.Trial,
                Attempt = lease.Attempt,
                Epoch = epoch,
                TrainLoss = 1,
                ValidationLoss = 1.0 / epoch,
                Accuracy = 0.75,
                Seconds = 1,
                TrainAccuracy = 0.75,
                LearningRate = 0.01,
                ImagesPerSecond = 1,
                PeakMemoryBytes = 1,
            });
    }

    private static async Task<SearchView> Created(Task<HttpResponseMessage> submit)
    {
        using var response = await submit;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!;
    }

    private Task<HttpResponseMessage> Submit(string from)
    {
        var search = Api.Search("starting");
        search["from"] = from;
        return api.Http.PostAsJsonAsync<JsonObject>("/api/searches", search);
    }
}
