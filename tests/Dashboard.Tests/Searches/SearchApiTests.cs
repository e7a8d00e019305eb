using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

public sealed class SearchApiTests(Api api)
{
    [Fact]
    public async Task A_search_is_created_and_found_where_the_answer_says()
    {
        using var response = await api.Http.PostAsJsonAsync("/api/searches", Api.Search("created"));

        var found = await api.Get<SearchView>(response.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Matches("^[a-z2-7]{8}$", found.Id.Value);
        Assert.Equal(("created", SearchState.Running, 2), (found.Name, found.State, found.Counts.Total));
    }

    [Fact]
    public async Task All_errors_of_a_search_are_told_at_once_and_nothing_is_started()
    {
        var search = Api.Search("faulty");
        search["epochs"] = 0;
        search["space"]!["width"] = new JsonArray(2.0);
        search["datset"] = "x";

        using var response = await api.Http.PostAsJsonAsync("/api/searches", search);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(["datset", "epochs", "space.width[0]"], problem.Fields.Order());
        Assert.DoesNotContain(await api.Get<SearchView[]>("/api/searches"), view => view.Name == "faulty");
    }

    [Theory]
    [InlineData("https://elsewhere.example.com/", "must be an address that an administrator has allowed with Paretune:Notify:Allowed")]
    [InlineData("https://ann:secret@hooks.example.com/", "must have no user name or password")]
    [InlineData("file:///etc/passwd", "must be an http or https address")]
    public async Task Only_an_address_that_an_administrator_allows_can_be_notified(string target, string said)
    {
        var search = Api.Search("notifying");
        search["notify"] = target;

        using var response = await api.Http.PostAsJsonAsync("/api/searches", search);

        var problem = await Problem.From(response);
        Assert.Equal((HttpStatusCode.BadRequest, "notify"), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_becomes_of_a_message_at_the_end_is_told_with_its_delivery_and_never_with_the_secret()
    {
        var search = Api.Search("notified");
        search["notify"] = "https://hooks.example.com/paretune";
        using var response = await api.Http.PostAsJsonAsync("/api/searches", search);
        var created = response.Headers.Location!.OriginalString;
        Assert.Empty(await api.Get<NotificationView[]>($"{created}/notifications"));

        using var cancelled = await api.Http.PostAsync($"{created}/cancel", null);

        var told = Assert.Single(await api.Get<NotificationView[]>($"{created}/notifications"));
        var view = await api.Get<SearchView>(created);
        Assert.Equal(($"{view.Id}-{view.Sequence}", "https://hooks.example.com/paretune"), (told.Delivery, told.Target));
        Assert.DoesNotContain(
            api.Options.Notify.Secret, await api.Http.GetStringAsync($"{created}/notifications"), StringComparison.Ordinal);
        using var unknown = await api.Http.GetAsync("/api/searches/aaaaaaaa/notifications");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("{\"name\": ", HttpStatusCode.BadRequest, "well-formed JSON")]
    [InlineData("{\"name\": \"a\", \"name\": \"b\"}", HttpStatusCode.BadRequest, "name")]
    [InlineData("[1]", HttpStatusCode.BadRequest, "JSON object")]
    [InlineData("", HttpStatusCode.BadRequest, "well-formed JSON")]
    public async Task A_body_that_is_no_JSON_object_gets_one_clear_sentence(string body, HttpStatusCode status, string said)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await api.Http.PostAsync("/api/searches", content);

        var problem = await Problem.From(response);
        Assert.Equal(status, problem.Status);
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        using var content = new StringContent(Api.Search("text").ToJsonString(), Encoding.UTF8, "text/plain");

        using var response = await api.Http.PostAsync("/api/searches", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Problem.From(response)).Status);
    }

    [Fact]
    public async Task A_body_over_a_mebibyte_is_refused()
    {
        using var search = new StringContent(Api.Search(new string('x', 1 << 20)).ToJsonString(), Encoding.UTF8, "application/json");

        using var response = await api.Send(HttpMethod.Post, "/api/searches", key: null, search);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Problem.From(response)).Status);
    }

    [Theory]
    [InlineData("GET", "aaaaaaaa")]
    [InlineData("GET", "not-an-id")]
    [InlineData("GET", "%2Fetc%2Fpasswd")]
    [InlineData("GET", "..%2F..%2Fx/trials/1/model")]
    [InlineData("GET", "aaaaaaaa/trials")]
    [InlineData("GET", "aaaaaaaa/trials/1")]
    [InlineData("GET", "aaaaaaaa/trials/1/model")]
    [InlineData("GET", "aaaaaaaa/front")]
    [InlineData("GET", "aaaaaaaa/best")]
    [InlineData("GET", "aaaaaaaa/events")]
    [InlineData("POST", "aaaaaaaa/pause")]
    [InlineData("POST", "aaaaaaaa/resume")]
    [InlineData("POST", "aaaaaaaa/cancel")]
    public async Task An_id_that_does_not_exist_is_named(string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), $"/api/searches/{path}");

        using var response = await api.Http.SendAsync(request);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.NotFound, problem.Status);
        Assert.Contains(path.Split('/')[0], problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looking_for_a_search_that_does_not_exist_lists_none()
    {
        using var response = await api.Http.GetAsync("/api/searches/bbbbbbbb");

        var listed = await api.Get<SearchView[]>("/api/searches");

        Assert.DoesNotContain(listed, view => view.Id.Value == "bbbbbbbb");
    }

    [Fact]
    public async Task Pause_resume_and_cancel_answer_with_the_search()
    {
        var id = await api.Submit("steered");

        var states = new List<SearchState>();
        foreach (var verb in new[] { "pause", "resume", "cancel" })
            states.Add((await Post(id, verb)).State);

        Assert.Equal([SearchState.Paused, SearchState.Running, SearchState.Cancelled], states);
    }

    [Fact]
    public async Task Steering_a_search_that_has_ended_is_a_conflict_that_says_how_it_ended()
    {
        var id = await api.Submit("ended");
        await Post(id, "cancel");

        using var response = await api.Http.PostAsync($"/api/searches/{id}/pause", null);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.Conflict, problem.Status);
        Assert.Contains("cancelled", problem.Detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_priority_is_taken_over()
    {
        var id = await api.Submit("urgent");

        using var response = await api.Http.PostAsJsonAsync($"/api/searches/{id}/priority", new { priority = 3 });

        Assert.Equal(3, (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!.Priority);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"priority\": \"high\"}")]
    [InlineData("{\"priority\": 1.5}")]
    [InlineData("{\"priority\": 11}")]
    [InlineData("{\"priority\": -2147483648}")]
    public async Task A_priority_that_is_no_whole_number_in_its_range_is_refused(string body)
    {
        var id = await api.Submit("odd");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await api.Http.PostAsync($"/api/searches/{id}/priority", content);

        Assert.Equal(["priority"], (await Problem.From(response)).Fields);
    }

    [Theory]
    [InlineData("{}", "budget")]
    [InlineData("{\"budget\": {}}", "budget")]
    [InlineData("{\"budget\": {\"epochs\": 0}}", "budget.epochs")]
    [InlineData("{\"budget\": {\"share\": 1.5}}", "budget.share")]
    [InlineData("{\"budget\": {\"epoch\": 5}}", "budget.epoch")]
    public async Task An_extension_that_is_no_budget_is_refused(string body, string field)
    {
        var id = await api.Submit("odd");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await api.Http.PostAsync($"/api/searches/{id}/extend", content);

        Assert.Equal([field], (await Problem.From(response)).Fields);
    }

    [Fact]
    public async Task A_search_without_a_budget_has_none_to_extend()
    {
        var id = await api.Submit("free");

        using var response = await api.Http.PostAsJsonAsync($"/api/searches/{id}/extend", new { budget = new { epochs = 500 } });

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.Conflict, problem.Status);
        Assert.Contains("only a budget that a search already has can be extended", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_best_trial_depends_on_rule_and_limits()
    {
        var id = await api.Submit("best");
        await api.Complete(id);

        var best = await api.Get<Optimum>($"/api/searches/{id}/best?rule=most-accurate");
        using var none = await api.Http.GetAsync($"/api/searches/{id}/best?maxMacs=1");

        Assert.Equal((2, "most-accurate"), (best.Trial, best.Rule));
        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(none)).Status);
    }

    [Theory]
    [InlineData("maxMacs=few&maxBytes=-1", "maxBytes,maxMacs")]
    [InlineData("rule=nicest", "rule")]
    public async Task A_bad_limit_or_rule_is_named(string query, string fields)
    {
        var id = await api.Submit("limits");

        using var response = await api.Http.GetAsync($"/api/searches/{id}/best?{query}");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(fields, string.Join(',', problem.Fields.Order()));
    }

    private async Task<SearchView> Post(string id, string verb)
    {
        using var response = await api.Http.PostAsync($"/api/searches/{id}/{verb}", null);
        return (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!;
    }
}
