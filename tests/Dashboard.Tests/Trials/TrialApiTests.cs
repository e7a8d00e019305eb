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
    public async Task A_trials_model_file_is_sent_once_there_is_one()
    {
        var id = await api.Submit("model");
        using var before = await api.Http.GetAsync($"/api/searches/{id}/trials/1/model");
        var file = Path.Combine(api.Home, "model.safetensors");
        await File.WriteAllTextAsync(file, "weights");
        api.Models.Files[new(new(id), 1)] = file;

        var model = await api.Http.GetStringAsync($"/api/searches/{id}/trials/1/model");

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.Of(before)).Status);
        Assert.Equal("weights", model);
    }
}
