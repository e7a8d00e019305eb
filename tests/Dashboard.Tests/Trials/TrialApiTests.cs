using System.Net;
using Paretune.Dashboard.Tests.Http;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Trials;

public sealed class TrialApiTests(Api api)
{
    [Fact]
    public async Task Trials_the_front_and_a_trial_with_its_curve_are_shown()
    {
        var id = await api.Submit("shown");
        await api.Complete(id);

        var trials = await api.Get<TrialView[]>($"/api/searches/{id}/trials");
        var front = await api.Get<FrontView>($"/api/searches/{id}/front");
        var detail = await api.Get<TrialDetail>($"/api/searches/{id}/trials/2");

        Assert.Equal([1, 2], trials.Select(trial => trial.Number));
        Assert.Equal(
            trials.Where(trial => trial.OnFront).Select(trial => trial.Number), front.Trials.Select(trial => trial.Number).Order());
        Assert.Equal((2, 1), (detail.Trial.Number, detail.Curve.Length));
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_is_named()
    {
        var id = await api.Submit("few");

        using var response = await api.Http.GetAsync($"/api/searches/{id}/trials/99");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.NotFound, problem.Status);
        Assert.Contains("99", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trials_model_is_sent_once_the_ledger_has_its_last_epoch_however_early_its_file_is_there()
    {
        var id = await api.Submit("model");
        api.Files.Left[TrialFile.Model(new(new(id), 1), 1)] = "weights";
        using var before = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");
        await api.Complete(id);

        using var after = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(before)).Status);
        Assert.Equal("weights", await after.Content.ReadAsStringAsync());
        Assert.Equal(7, after.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("", "995", "line 1\nline 2\n")]
    [InlineData("&after=1002", "1002", "line 2\n")]
    [InlineData("&after=5000", "1009", "")]
    public async Task What_a_program_wrote_is_sent_from_where_the_reader_is(string after, string offset, string said)
    {
        var id = await api.Submit("output");
        await api.Complete(id);
        api.Files.Left[TrialFile.Output(new(new(id), 1), 2)] = "                995\nline 1\nline 2\n";

        using var answer = await api.Http.GetAsync($"/api/searches/{id}/trials/1/output?attempt=2{after}");

        Assert.Equal((HttpStatusCode.OK, said), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("2", answer.Headers.GetValues("Paretune-Attempt").Single());
        Assert.Equal(offset, answer.Headers.GetValues("Paretune-Offset").Single());
    }

    [Fact]
    public async Task A_search_without_programs_has_no_output()
    {
        var id = await api.Submit("quiet");
        await api.Complete(id);

        using var answer = await api.Http.GetAsync($"/api/searches/{id}/trials/1/output");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("only trainers with a command produce output", (await Problem.From(answer)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_only_an_attempt_without_a_result_left_is_not_sent()
    {
        var id = await api.Submit("stray");
        await api.Complete(id);
        // Trial 1 is on the front, so a second attempt tested it; attempt 1 trained it.
        api.Files.Left[TrialFile.Model(new(new(id), 1), 2)] = "another attempt's weights";

        using var model = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(model)).Status);
    }

    [Fact]
    public async Task A_model_whose_place_is_away_is_to_be_asked_for_again()
    {
        var id = await api.Submit("away");
        await api.Complete(id);
        api.Files.Away = new(new(id), 1);

        using var model = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        var problem = await Problem.From(model);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
        Assert.Contains("the bucket must be reachable", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluation", "evaluation.json", "application/json")]
    [InlineData("mistakes", "mistakes.png", "image/png")]
    [InlineData("exports", "exports.json", "application/json")]
    [InlineData("card", "model-card.md", "text/markdown")]
    [InlineData("model", "model.safetensors", "application/octet-stream")]
    [InlineData("model?format=safetensors", "model.safetensors", "application/octet-stream")]
    [InlineData("model?format=onnx", "model.onnx", "application/octet-stream")]
    [InlineData("model?format=onnx-fp16", "model-fp16.onnx", "application/octet-stream")]
    [InlineData("model?format=onnx-int8", "model-int8.onnx", "application/octet-stream")]
    public async Task What_goes_with_the_model_is_sent_as_it_was_stored(string path, string file, string contentType)
    {
        var id = await api.Submit(path);
        api.Files.Left[new(new(new(id), 2), 1, file)] = "as stored";
        using var before = await api.Http.GetAsync($"/api/searches/{id}/trials/2/{path}");
        await api.Complete(id);

        using var after = await api.Http.GetAsync($"/api/searches/{id}/trials/2/{path}");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(before)).Status);
        Assert.Equal("as stored", await after.Content.ReadAsStringAsync());
        Assert.Equal(contentType, after.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("evaluation", "an evaluation")]
    [InlineData("mistakes", "a sheet of mistakes")]
    [InlineData("exports", "exports")]
    [InlineData("card", "a model card")]
    [InlineData("model?format=onnx", "an ONNX file")]
    [InlineData(
        "model?format=onnx-int8",
        "that file: members of the front get fp16 and int8 when the search completes, but not if it is cancelled")]
    public async Task A_trial_without_what_is_asked_for_is_told_what_would_leave_it(string path, string what)
    {
        var id = await api.Submit($"no {path}");
        await api.Complete(id);

        using var missing = await api.Http.GetAsync($"/api/searches/{id}/trials/1/{path}");
        using var unknown = await api.Http.GetAsync($"/api/searches/{id}/trials/99/{path}");

        var problem = await Problem.From(missing);
        Assert.Equal(HttpStatusCode.NotFound, problem.Status);
        Assert.Contains($"trial 1 of search {id} does not have {what}", problem.Detail, StringComparison.Ordinal);
        Assert.Null(missing.Headers.ETag);
        Assert.Contains("no trial 99", (await Problem.From(unknown)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_format_that_is_not_known_is_refused_with_those_that_are()
    {
        var id = await api.Submit("formats");

        using var response = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model?format=onx");

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Contains("did you mean \"onnx\"? known: onnx, onnx-fp16, onnx-int8, safetensors", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_test_of_a_front_member_writes_anew_is_not_taken_from_a_browsers_memory()
    {
        var id = await api.Submit("anew");
        await api.Complete(id);
        api.Files.Left[TrialFile.Exports(new(new(id), 2), 1)] = "{}";

        using var first = await api.Http.GetAsync($"/api/searches/{id}/trials/2/exports");

        Assert.Null(first.Headers.ETag);
    }

    [Fact]
    public async Task What_a_browser_has_of_an_attempt_is_not_opened_again()
    {
        var id = await api.Submit("seen");
        await api.Complete(id);
        api.Files.Left[TrialFile.Evaluation(new(new(id), 2), 1)] = "{}";
        using var first = await api.Http.GetAsync($"/api/searches/{id}/trials/2/evaluation");
        var opened = api.Files.Opened;

        using var request = new HttpRequestMessage(HttpMethod.Get,
                $"/api/searches/{id}/trials/2/evaluation")
        { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var again = await api.Http.SendAsync(request);

        Assert.Equal((true, true), (first.Headers.CacheControl?.Private, first.Headers.CacheControl?.NoCache));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(opened, api.Files.Opened);
    }
}
