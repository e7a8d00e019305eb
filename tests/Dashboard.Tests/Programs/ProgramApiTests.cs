using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Datasets;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Programs;

/// <summary>Programs outside the cluster train the trials of a search over HTTP.</summary>
public sealed class ProgramApiTests(Api api)
{
    [Fact]
    public async Task A_lease_says_all_that_a_program_needs()
    {
        var search = await ExternalSearch.On(api);

        var job = await search.Lease();

        Assert.Equal((search.Id, 1, 1), (Text(job["search"]), (int)job["trial"]!, (int)job["attempt"]!));
        var configuration = job["configuration"]!;
        Assert.Equal(
            (1, 0.001, 128), ((int)configuration["depth"]!, (double)configuration["learningRate"]!, (int)configuration["batchSize"]!));
        Assert.Null(configuration["dilation"]);
        Assert.Equal((2, 0, 30), ((int)job["epochs"]!, (int)job["epoch"]!, (int)job["leaseSeconds"]!));
        Assert.InRange((long)job["seed"]!, 0, int.MaxValue);
        Assert.Null(job["report"]);
        Assert.Null(job["checkpoint"]);
    }

    [Fact]
    public async Task A_search_is_trained_to_its_end_by_one_program()
    {
        var search = await ExternalSearch.On(api);

        var decisions = new List<string>();
        for (var trial = 1; trial <= 2; trial++)
        {
            var job = await search.Lease();
            for (var epoch = 1; epoch <= 2; epoch++)
                decisions.Add(Text((await search.Report(trial, (int)job["attempt"]!, epoch, accuracy: trial * 0.4))["decision"]));
        }

        using var over = await search.Post("leases", new { worker = "lab-1" });
        var view = await api.Get<SearchView>($"/api/searches/{search.Id}");
        Assert.Equal(["continue", "stop", "continue", "stop"], decisions);
        Assert.Equal(HttpStatusCode.Gone, over.StatusCode);
        Assert.Contains("is completed", (await Problem.From(over)).Detail, StringComparison.Ordinal);
        Assert.Equal((SearchState.Completed, 0.8), (view.State, view.BestAccuracy));
        Assert.Equal(20, (await search.Trial(2)).Parameters);
    }

    [Fact]
    public async Task No_worker_of_the_cluster_gets_its_trials_and_no_queue_counts_them()
    {
        var search = await ExternalSearch.On(api);

        var lease = await api.Grains.GetGrain<ISearchGrain>(search.Id).Lease(new("host", "cpu", "1"));
        var cluster = await api.Grains.GetGrain<IQueueGrain>(0).Cluster();

        Assert.Null(lease);
        Assert.DoesNotContain(new SearchId(search.Id), cluster.Queue);
    }

    [Fact]
    public async Task Where_nothing_waits_a_program_is_told_when_to_ask_again()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease("lab-1");
        await search.Lease("lab-2");

        using var none = await search.Post("leases", new { worker = "lab-3" });

        Assert.Equal((HttpStatusCode.NoContent, 2), (none.StatusCode, none.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("""{"worker": "\ud800"}""", "worker")]
    [InlineData("""{"worker": "lab-1", "device": "\udcff"}""", "device")]
    [InlineData("""{"worker": "lab-1", "session": "a\ud800"}""", "session")]
    [InlineData("""{"worker": "lab-1", "\ud800": 1}""", "")]
    public async Task Text_that_is_not_Unicode_is_refused(string body, string field)
    {
        var search = await ExternalSearch.On(api);

        using var answer = await api.Http.PostAsync(
            $"/api/searches/{search.Id}/leases", new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await Problem.From(answer);
        Assert.Equal((HttpStatusCode.BadRequest, field), (problem.Status, Assert.Single(problem.Fields)));
    }

    [Fact]
    public async Task A_lease_that_is_asked_for_again_is_the_same_one()
    {
        var search = await ExternalSearch.On(api);

        var (first, again) = (await search.Lease(), await search.Lease());

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Of_two_programs_with_one_name_the_one_that_asked_last_has_the_trial()
    {
        var search = await ExternalSearch.On(api);
        var first = await search.Lease("lab-1", session: "a");
        await search.Report(1, 1, 1);

        var second = await search.Lease("lab-1", session: "b");
        var told = await search.Report(1, (int)first["attempt"]!, 2);

        Assert.Equal((1, 2, 1), ((int)second["trial"]!, (int)second["attempt"]!, (int)second["epoch"]!));
        Assert.Equal("leaseLost", Text(told["decision"]));
        Assert.Contains("attempt 1 has lost its lease", Text(told["reason"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_a_session_that_asks_anew_gives_up_what_it_had()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease("lab-1", session: null);

        var again = await search.Lease("lab-1", session: null);

        Assert.Equal((1, 2), ((int)again["trial"]!, (int)again["attempt"]!));
    }

    [Fact]
    public async Task The_same_report_twice_is_counted_once_and_answered_alike()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();

        var (first, again) = (await search.Report(1, 1, 1, accuracy: 0.5), await search.Report(1, 1, 1, accuracy: 0.9));

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal((1, 0.5), ((await search.Trial(1)).Epochs, (await search.Trial(1)).Accuracy));
    }

    [Fact]
    public async Task A_pause_is_told_with_the_next_signal_and_the_trial_goes_on_from_there()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();
        await search.Report(1, 1, 1);

        (await search.Post("pause", new { })).Dispose();
        var paused = await search.Signal(1, new { attempt = 1, kind = "progress", epoch = 2 });
        using var waiting = await search.Post("leases", new { worker = "lab-1" });
        (await search.Post("resume", new { })).Dispose();
        var job = await search.Lease();

        Assert.Equal(("pause", "the search is paused"), (Text(paused["decision"]), Text(paused["reason"])));
        Assert.Equal(HttpStatusCode.NoContent, waiting.StatusCode);
        Assert.Equal((1, 2, 1), ((int)job["trial"]!, (int)job["attempt"]!, (int)job["epoch"]!));
        Assert.Equal((1, 0.5), ((int)job["report"]!["epoch"]!, (double)job["report"]!["accuracy"]!));
    }

    [Fact]
    public async Task A_trial_that_the_strategy_sets_aside_is_told_to_park()
    {
        var file = ExternalSearch.File();
        file["strategy"] = new JsonObject { ["kind"] = "asha", ["minEpochs"] = 1, ["reduction"] = 2 };
        file["epochs"] = 4;
        var search = await ExternalSearch.On(api, file);
        await search.Lease("lab-1");
        await search.Lease("lab-2");
        await search.Report(1, 1, 1, accuracy: 0.9);

        var told = await search.Report(2, 1, 1, accuracy: 0.1);

        Assert.Equal("park", Text(told["decision"]));
        Assert.NotEqual("", Text(told["reason"]));
    }

    [Fact]
    public async Task Sizes_over_a_limit_stop_a_trial_before_it_is_trained()
    {
        var search = await ExternalSearch.On(
            api, ExternalSearch.File(limits: new JsonObject { ["parameters"] = 100 }));
        await search.Lease("lab-1");
        await search.Lease("lab-2");

        using var over = await search.Post("costs", new { trial = 1, attempt = 1, parameters = 101 });
        using var within = await search.Post("costs", new { trial = 2, attempt = 1, parameters = 100 });

        Assert.Contains(
            "\"stop\",\"reason\":\"not trained: the model has 101 parameters, over the limit of 100\"",
            await over.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("\"continue\"", await within.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(TrialState.Stopped, (await search.Trial(1)).State);
    }

    [Theory]
    [InlineData("failed", "no such file", TrialState.Waiting, "no such file")]
    [InlineData("givenBack", "", TrialState.Waiting, "returned by its program")]
    [InlineData("outOfMemory", "of 8 GB", TrialState.Waiting, "of 8 GB")]
    [InlineData("completed", "", TrialState.Waiting, "its program ended with the outcome completed before it reported the last epoch")]
    public async Task An_attempt_may_end_before_its_last_epoch(string outcome, string reason, TrialState state, string told)
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();

        var answer = await search.Signal(1, new { attempt = 1, kind = "end", outcome, reason });

        Assert.Equal(("stop", told), (Text(answer["decision"]), Text(answer["reason"])));
        Assert.Equal(state, (await search.Trial(1)).State);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_trial_as_diverged()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();

        var answer = await search.Signal(1, new { attempt = 1, kind = "report", epoch = 1, accuracy = 0.1, loss = "NaN" });

        Assert.Equal(("stop", TrialState.Diverged), (Text(answer["decision"]), (await search.Trial(1)).State));
    }

    [Fact]
    public async Task A_report_that_is_wrong_is_refused_and_leaves_the_attempt_as_it_was()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();

        using var text = await search.Post("trials/1/signals", new { attempt = 1, kind = "report", epoch = 1, accuracy = "0.9" });
        using var unknown = await search.Post("trials/1/signals", new { attempt = 1, kind = "report", epoch = 1, accuracy = 0.9, f1 = 1 });

        Assert.Equal((HttpStatusCode.BadRequest, "accuracy"), await Refused(text));
        Assert.Equal((HttpStatusCode.BadRequest, "f1"), await Refused(unknown));
        Assert.Equal("continue", Text((await search.Report(1, 1, 1))["decision"]));
    }

    [Fact]
    public async Task Metrics_of_the_search_s_own_are_reported_and_others_refused()
    {
        var file = ExternalSearch.File();
        file["metrics"] = new JsonObject { ["f1"] = new JsonObject { ["goal"] = "maximize", ["min"] = 0, ["max"] = 1 } };
        var search = await ExternalSearch.On(api, file);
        await search.Lease();

        using var unknown = await Report(search, new { f2 = 0.5 });
        using var beyond = await Report(search, new { f1 = 1.5 });
        using var good = await Report(search, new { f1 = 0.5 });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (unknown.StatusCode, beyond.StatusCode));
        Assert.Contains("metrics.f2: unknown metric \"f2\"", (await Problem.From(unknown)).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(0.5, (await search.Trial(1)).Metrics!["f1"]);

        static Task<HttpResponseMessage> Report(ExternalSearch search, object metrics) =>
            search.Post("trials/1/signals", new { attempt = 1, kind = "report", epoch = 1, accuracy = 0.9, metrics });
    }

    [Fact]
    public async Task A_body_of_a_gigabyte_is_refused_before_it_is_sent()
    {
        var search = await ExternalSearch.On(api);
        using var body = new NeverSent(1L << 30);
        body.Headers.ContentType = new("application/json");

        using var answer = await api.Send(HttpMethod.Post, $"/api/searches/{search.Id}/trials/1/signals", key: null, body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_search_that_workers_train_leases_nothing_to_programs_and_hears_no_signal_of_them()
    {
        var search = new ExternalSearch(api, await api.Submit("ours"));

        using var lease = await search.Post("leases", new { worker = "lab-1" });
        using var signal = await search.Post("trials/1/signals", new { attempt = 1, kind = "progress", epoch = 1 });

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (lease.StatusCode, signal.StatusCode));
        Assert.Contains("trainer: external", (await Problem.From(lease)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_leases_from_a_search_that_is_not_there()
    {
        var search = new ExternalSearch(api, "aaaaaaaa");

        using var lease = await search.Post("leases", new { worker = "lab-1" });
        using var signal = await search.Post("trials/1/signals", new { attempt = 1, kind = "progress", epoch = 1 });

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (lease.StatusCode, signal.StatusCode));
    }

    [Theory]
    [InlineData("""{ }""", "worker")]
    [InlineData("""{ "worker": "" }""", "worker")]
    [InlineData("""{ "worker": "a", "device": 3 }""", "device")]
    [InlineData("""{ "worker": "a", "wrker": "b" }""", "wrker")]
    public async Task Who_asks_has_a_name(string json, string field)
    {
        var search = await ExternalSearch.On(api);

        using var answer = await search.Post("leases", JsonNode.Parse(json)!);

        Assert.Equal((HttpStatusCode.BadRequest, field), await Refused(answer));
    }

    private static async Task<(HttpStatusCode Status, string Field)> Refused(HttpResponseMessage answer)
    {
        var problem = await Problem.From(answer);
        return (problem.Status, Assert.Single(problem.Fields));
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
