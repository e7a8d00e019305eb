using System.Net;
using System.Net.Http.Json;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>The list of searches over HTTP. The API is shared, so each test filters by a unique word in its searches' names.</summary>
public sealed class SearchListApiTests(Api api)
{
    private readonly string _word = $"word{Guid.NewGuid():N}";

    [Fact]
    public async Task Without_a_limit_the_list_is_all_searches_newest_first_as_an_array()
    {
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
            ids.Add(await api.Submit($"{_word} {i}"));

        var listed = await api.Get<SearchView[]>($"/api/searches?text={_word}");
        var all = await api.Get<SearchView[]>("/api/searches");

        Assert.Equal(ids.AsEnumerable().Reverse(), listed.Select(search => search.Id.Value));
        Assert.Subset(all.Select(search => search.Id.Value).ToHashSet(), ids.ToHashSet());
    }

    [Fact]
    public async Task A_search_is_listed_as_it_shows_itself()
    {
        var id = await api.Submit(_word);
        await api.Complete(id);

        var listed = Assert.Single(await api.Get<System.Text.Json.JsonElement[]>($"/api/searches?text={id}"));

        Assert.Equal(await api.Http.GetStringAsync($"/api/searches/{id}"), listed.GetRawText());
        Assert.Equal(0.7, listed.GetProperty("bestAccuracy").GetDouble(), 9);
    }

    [Fact]
    public async Task A_page_says_how_many_there_are_and_leads_to_the_next()
    {
        for (var i = 0; i < 3; i++)
            await api.Submit($"{_word} {i}");

        var names = new List<string>();
        var (address, notes) = ($"/api/searches?limit=2&text={_word}&state=running", new List<string>());
        while (address is not null)
        {
            using var response = await api.Http.GetAsync(address);
            names.AddRange((await response.Content.ReadFromJsonAsync<SearchView[]>(ParetuneJson.Options))!.Select(search => search.Name));
            Assert.Equal("3", Assert.Single(response.Headers.GetValues("Paretune-Total")));
            notes.AddRange(response.Headers.TryGetValues("Paretune-Note", out var note) ? note : []);
            address = response.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal([$"{_word} 2", $"{_word} 1", $"{_word} 0"], names);
        Assert.Equal(["a page of 2 of 3 searches"], notes);
    }

    [Fact]
    public async Task A_list_is_restricted_by_state_owner_dataset_and_text()
    {
        var (running, cancelled) = (await api.Submit(_word), await api.Submit(_word));
        await Post(cancelled, "cancel");

        Assert.Equal([cancelled], await Ids($"text={_word}&state=failed,cancelled"));
        Assert.Equal([cancelled, running], await Ids($"text={_word.ToUpperInvariant()}&owner=local&dataset={ListedDatasets.Name}"));
        Assert.Empty(await Ids($"text={_word}&owner=somebody"));
        Assert.Empty(await Ids($"text={_word}&dataset=another"));
    }

    [Theory]
    [InlineData(
        "state=sleeping", "state",
        "must be one or more of running, paused, completed, failed, cancelled, separated by commas, but is \"sleeping\"")]
    [InlineData("limit=0", "limit", "must be a whole number from 1 to 1000, but is \"0\"")]
    [InlineData("limit=many", "limit", "must be a whole number from 1 to 1000, but is \"many\"")]
    [InlineData("archived=maybe", "archived", "must be one of false, true, all, but is \"maybe\"")]
    [InlineData("cursor=1", "cursor", "must be a cursor from an earlier page of the list, but is \"1\"")]
    [InlineData("text=a%00b", "text", "must not contain control characters, but is \"a\\u0000b\"; remove them")]
    [InlineData("owner=a%00", "owner", "must not contain control characters, but is \"a\\u0000\"")]
    [InlineData("dataset=a%00", "dataset", "must not contain control characters, but is \"a\\u0000\"")]
    [InlineData("cursor=1-a%00", "cursor", "must not contain control characters, but is \"1-a\\u0000\"")]
    [InlineData("tag=fine&tag=a%0Ab", "tag", "must not contain control characters, but is \"a\\nb\"")]
    public async Task What_cannot_be_asked_for_is_refused_with_what_can(string query, string field, string why)
    {
        using var response = await api.Http.GetAsync($"/api/searches?{query}");

        var problem = await Problem.From(response);
        Assert.Equal((HttpStatusCode.BadRequest, field), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains(why, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text=", "+", "text", "must have at most 100 words, but has 1100; remove some")]
    [InlineData("", "&", "tag", "must be given at most 100 times, but is given 1100 times; remove some")]
    public async Task More_conditions_than_a_database_takes_are_refused(string start, string between, string field, string why)
    {
        var one = field == "tag" ? "tag=a" : "a";

        using var response = await api.Http.GetAsync($"/api/searches?{start}{string.Join(between, Enumerable.Repeat(one, 1100))}");
        using var most = await api.Http.GetAsync($"/api/searches?{start}{string.Join(between, Enumerable.Repeat(one, 100))}");

        var problem = await Problem.From(response);
        Assert.Equal((HttpStatusCode.BadRequest, field), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains(why, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
    }

    [Fact]
    public async Task All_errors_of_a_query_are_reported_together()
    {
        using var response = await api.Http.GetAsync("/api/searches?state=none&limit=none&archived=none");

        Assert.Equal(["archived", "limit", "state"], (await Problem.From(response)).Fields.Order());
    }

    [Fact]
    public async Task An_archived_search_is_left_out_unless_it_is_asked_for()
    {
        var id = await api.Submit(_word);
        await Post(id, "cancel");

        var archived = await Post(id, "archive");

        Assert.True(archived.Archived);
        Assert.True((await api.Get<SearchView>($"/api/searches/{id}")).Archived);
        Assert.Empty(await Ids($"text={_word}"));
        Assert.Equal([id], await Ids($"text={_word}&archived=true"));
        Assert.Equal([id], await Ids($"text={_word}&archived=all"));
        Assert.False((await Post(id, "unarchive")).Archived);
        Assert.Equal([id], await Ids($"text={_word}"));
    }

    [Fact]
    public async Task A_deleted_search_is_answered_as_it_was_and_is_not_found_afterwards()
    {
        var id = await api.Submit(_word);
        await Post(id, "cancel");

        using var deleted = await api.Http.DeleteAsync($"/api/searches/{id}");

        Assert.Equal(id, (await deleted.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!.Id.Value);
        foreach (var path in new[] { "", "/trials", "/trials/1", "/front", "/events", "/trials/1/model" })
        {
            using var gone = await api.Http.GetAsync($"/api/searches/{id}{path}");
            Assert.Equal((path, HttpStatusCode.NotFound), (path, gone.StatusCode));
        }

        using var again = await api.Http.DeleteAsync($"/api/searches/{id}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Empty(await Ids($"text={_word}&archived=all"));
    }

    [Fact]
    public async Task A_search_that_goes_on_is_neither_archived_nor_deleted()
    {
        var id = await api.Submit(_word);

        using var archive = await api.Http.PostAsync($"/api/searches/{id}/archive", null);
        using var delete = await api.Http.DeleteAsync($"/api/searches/{id}");

        foreach (var response in new[] { archive, delete })
        {
            var problem = await Problem.From(response);
            Assert.Equal(HttpStatusCode.Conflict, problem.Status);
            Assert.Contains($"search {id} is running; cancel it first", problem.Detail, StringComparison.Ordinal);
        }
    }

    private async Task<IEnumerable<string>> Ids(string query) =>
        (await api.Get<SearchView[]>($"/api/searches?{query}")).Select(search => search.Id.Value);

    private async Task<SearchView> Post(string id, string verb)
    {
        using var response = await api.Http.PostAsync($"/api/searches/{id}/{verb}", null);
        return (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!;
    }
}
