using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

public sealed class ChangeApiTests(Api api)
{
    private readonly string _word = $"word{Guid.NewGuid():N}";

    [Fact]
    public async Task A_search_is_renamed_tagged_and_annotated_and_found_by_it()
    {
        var id = await api.Submit("unnamed");

        var edited = await Post<SearchView>(
            $"{id}/edit", new() { ["name"] = _word, ["addTags"] = new JsonArray(_word, "paper"), ["note"] = "n" });
        await Post<SearchView>($"{id}/edit", new() { ["removeTags"] = new JsonArray("PAPER") });

        Assert.Equal((_word, "n"), (edited.Name, edited.Note));
        var found = Assert.Single(await api.Get<SearchView[]>($"/api/searches?tag={_word.ToUpperInvariant()}"));
        Assert.Equal((id, _word), (found.Id.Value, Assert.Single(found.Tags)));
        Assert.Empty(await api.Get<SearchView[]>($"/api/searches?tag={_word}&tag=paper"));
    }

    [Fact]
    public async Task All_errors_of_an_edit_are_reported_together()
    {
        var id = await api.Submit("unnamed");

        var problem = await Refused(
            $"{id}/edit", new() { ["name"] = " ", ["addTags"] = new JsonArray("two words"), ["notes"] = "x", ["removeTags"] = "x" });

        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(["addTags[0]", "name", "notes", "removeTags"], problem.Fields.Order());
        Assert.Contains("at least one of", (await Refused($"{id}/edit", [])).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_trials_are_retried_and_a_completed_one_is_trained_further()
    {
        var id = await api.Submit(_word);
        Assert.Equal(HttpStatusCode.Conflict, (await Refused($"{id}/retry", [])).Status);
        await api.Complete(id);

        var extended = await Post<SearchView>($"{id}/trials/1/extend", new() { ["epochs"] = 2 });

        Assert.Equal((SearchState.Running, 4), (extended.State, extended.Counts.EpochsTotal));
        var trial = (await api.Get<TrialDetail>($"/api/searches/{id}/trials/1")).Trial;
        Assert.Equal((1, 3, TrialState.Waiting), (Assert.Single(trial.Extensions), trial.EpochsPlanned, trial.State));
    }

    [Fact]
    public async Task A_trial_is_tagged_and_one_that_is_not_over_is_stopped()
    {
        var id = await api.Submit(_word);
        await api.Begin(id, trials: 1);

        await Post<SearchView>($"{id}/trials/tag", new() { ["trials"] = new JsonArray(1), ["addTags"] = new JsonArray("b", "a") });
        await Post<SearchView>($"{id}/trials/tag", new() { ["trials"] = new JsonArray(1), ["removeTags"] = new JsonArray("B") });
        var stopped = await Post<SearchView>($"{id}/trials/stop", new() { ["trials"] = new JsonArray(1) });

        var trial = (await api.Get<TrialDetail>($"/api/searches/{id}/trials/1")).Trial;
        Assert.Equal((1, TrialState.Stopped, true), (stopped.Counts.Stopped, trial.State, trial.StoppedByUser));
        Assert.Equal(["a"], trial.Tags);
        var table = await api.Http.GetStringAsync($"/api/searches/{id}/export?format=csv");
        Assert.EndsWith(",tags", table.Split('\n')[0].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trials_are_added_to_a_search_that_waits_for_them_and_a_repeat_adds_none()
    {
        var search = Api.Search(_word);
        (search["strategy"], search["limits"]) = ("manual", new JsonObject { ["parameters"] = 500_000 });
        search["space"] = new JsonObject { ["width"] = new JsonObject { ["from"] = 0.01, ["to"] = 1 }, ["dilation"] = new JsonArray(1, 2) };
        var id = await api.Submit(search);
        JsonObject asked() => JsonNode.Parse(
            """{ "trials": [ { "width": 0.25, "dilation": 1 }, { "width": 0.25, "dilation": 2 }, { "width": 1, "dilation": 1 } ] }""")!
            .AsObject();

        var added = await Post<AddedTrials>($"{id}/trials", asked());
        var again = await Post<AddedTrials>($"{id}/trials", asked());
        var wrong = await Refused($"{id}/trials", JsonNode.Parse("""{ "trials": [ { "width": 2, "dilation": 1 }, { } ] }""")!.AsObject());

        Assert.Equal([(1, true), (2, true), (null, false)], added.Trials.Select(one => (one.Number, one.IsNew)));
        Assert.Matches("^not trained: the model has .* over the limit of 500000$", added.Trials[2].Skipped!);
        Assert.Equal([(1, false), (2, false), (null, false)], again.Trials.Select(one => (one.Number, one.IsNew)));
        Assert.Equal(
            (HttpStatusCode.BadRequest, "trials[0].width trials[1].dilation trials[1].width"),
            (wrong.Status, string.Join(' ', wrong.Fields.Order())));
        Assert.Equal(2, (await api.Get<TrialView[]>($"/api/searches/{id}/trials")).Length);
        await api.Complete(id);
        var view = await api.Get<SearchView>($"/api/searches/{id}");
        Assert.Equal((SearchState.Running, true, 2), (view.State, view.IsOpen, view.Counts.Completed));
        await Post<SearchView>($"{id}/finish", []);
        await api.Complete(id);
        Assert.Equal(SearchState.Completed, (await api.Get<SearchView>($"/api/searches/{id}")).State);
        Assert.Equal(HttpStatusCode.Conflict, (await Refused(
            $"{id}/trials", JsonNode.Parse("""{ "trials": [ { "width": 0.5, "dilation": 1 } ] }""")!.AsObject())).Status);
    }

    [Fact]
    public async Task A_search_that_has_ended_gets_more_to_try()
    {
        var id = await api.Submit(_word);
        await api.Complete(id);

        var extended = await Post<SearchView>(
            $"{id}/extend",
            new() { ["space"] = new JsonObject { ["dilation"] = new JsonArray(1, 2, 3), ["width"] = new JsonArray(0.25) } });
        var other = await Refused($"{id}/extend", new() { ["space"] = new JsonObject(), ["epochs"] = 7, ["seed"] = 1 });
        var fewer = await Refused($"{id}/extend", new() { ["space"] = new JsonObject { ["width"] = new JsonArray(0.25) } });

        Assert.Equal(
            (SearchState.Running, 3, 3), (extended.State, extended.Counts.Total, extended.Spec.Space["dilation"].Values.Length));
        Assert.Equal((HttpStatusCode.BadRequest, "epochs"), (other.Status, Assert.Single(other.Fields)));
        Assert.Equal(HttpStatusCode.Conflict, fewer.Status);
        Assert.Contains("would be missing, because a value was removed or changed", fewer.Detail, StringComparison.Ordinal);
        var trials = await api.Get<TrialView[]>($"/api/searches/{id}/trials");
        Assert.Equal([1, 2], trials.Select(trial => trial.Number).Order());
    }

    [Theory]
    [InlineData("retry", "{\"trials\":[0]}", HttpStatusCode.BadRequest, "trials[0]")]
    [InlineData("trials/1/extend", "{}", HttpStatusCode.BadRequest, "epochs: is required: how many more epochs")]
    [InlineData("trials/1/extend", "{\"epochs\":0}", HttpStatusCode.BadRequest, "epochs: must be a whole number from 1 to 100000")]
    [InlineData("trials/9/extend", "{\"epochs\":1}", HttpStatusCode.NotFound, "has no trial 9")]
    [InlineData("retry", "{\"trials\":[9]}", HttpStatusCode.NotFound, "has no trial 9")]
    [InlineData("trials/stop", "{\"trials\":[9]}", HttpStatusCode.NotFound, "has no trial 9")]
    [InlineData("trials/stop", "{}", HttpStatusCode.BadRequest, "trials: must name at least one trial")]
    [InlineData("trials", "{\"trials\":[{}]}", HttpStatusCode.Conflict, "can be added only to a search with strategy: manual")]
    [InlineData("trials/stop", "{\"trials\":[]}", HttpStatusCode.BadRequest, "trials: must name at least one trial")]
    [InlineData("trials/tag", "{\"trials\":[9],\"addTags\":[\"a\"]}", HttpStatusCode.NotFound, "has no trial 9")]
    [InlineData("trials/tag", "{\"trials\":[1]}", HttpStatusCode.BadRequest, "at least one of addTags, removeTags")]
    [InlineData("trials/tag", "{\"trials\":[1],\"addTags\":[\"a b\"]}", HttpStatusCode.BadRequest, "addTags[0]: must have 1 to 40 letters")]
    public async Task What_cannot_be_changed_is_refused_with_the_reason(string path, string body, HttpStatusCode status, string said)
    {
        var id = await api.Submit(_word);

        var problem = await Refused($"{id}/{path}", JsonNode.Parse(body)!.AsObject());

        Assert.Equal(status, problem.Status);
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
    }

    private async Task<T> Post<T>(string path, JsonObject body)
    {
        using var response = await api.Http.PostAsJsonAsync($"/api/searches/{path}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<T>(ParetuneJson.Options))!;
    }

    private async Task<Problem> Refused(string path, JsonObject body)
    {
        using var response = await api.Http.PostAsJsonAsync($"/api/searches/{path}", body);
        return await Problem.From(response);
    }
}
