using System.Net;
using Paretune.Dashboard.Tests.Http;

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
        Assert.Equal(trials.Where(trial => trial.OnFront).Select(trial => trial.Number), front.Trials.Select(trial => trial.Number).Order());
        Assert.Equal((2, 1), (detail.Trial.Number, detail.Curve.Length));
    }

    [Fact]
    public async Task A_trial_that_does_not_exist_is_named()
    {
        var id = await api.Submit("few");

        using var response = await api.Http.GetAsync($"/api/searches/{id}/trials/99");

        var problem = await Problem.Of(response);
        Assert.Equal(HttpStatusCode.NotFound, problem.Status);
        Assert.Contains("99", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trials_model_is_sent_once_the_ledger_has_its_last_epoch_however_early_its_file_is_there()
    {
        var id = await api.Submit("model");
        api.Models.Left[(new(new(id), 1), 1)] = "weights";
        using var before = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");
        await api.Complete(id);

        using var after = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.Of(before)).Status);
        Assert.Equal("weights", await after.Content.ReadAsStringAsync());
        Assert.Equal(7, after.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_model_that_only_an_attempt_without_a_result_left_is_not_sent()
    {
        var id = await api.Submit("stray");
        await api.Complete(id);
        // Trial 1 is on the front, so it was leased again to be tested: attempt 1 is the one that trained it.
        api.Models.Left[(new(new(id), 1), 2)] = "another attempt's weights";

        using var model = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.Of(model)).Status);
    }

    [Fact]
    public async Task A_model_whose_place_is_away_is_to_be_asked_for_again()
    {
        var id = await api.Submit("away");
        await api.Complete(id);
        api.Models.Away = new(new(id), 1);

        using var model = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");

        var problem = await Problem.Of(model);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, problem.Status);
        Assert.Contains("the bucket must be reachable", problem.Detail, StringComparison.Ordinal);
    }
}
