using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Trainers;

/// <summary>Custom trainers over HTTP.</summary>
public sealed class TrainerApiTests(Api api)
{
    [Fact]
    public async Task Trainers_are_listed_with_what_they_declare_or_what_is_wrong_with_it()
    {
        var listed = await api.Get<TrainerReadResult[]>("/api/trainers");

        var expected = new[] { ListedTrainers.Usable, ListedTrainers.Broken };
        Assert.Equal(JsonSerializer.Serialize(expected, ParetuneJson.Options), JsonSerializer.Serialize(listed, ParetuneJson.Options));
    }

    [Fact]
    public async Task The_list_is_written_as_documented()
    {
        var json = (await api.Http.GetFromJsonAsync<JsonNode>("/api/trainers"))!;

        Assert.Equal(
            """{"name":"pooling","kind":"choice","min":null,"max":null,"values":["max","mean"],"default":"max"}""",
            json[0]!["declaration"]!["hyperparameters"]![2]!.ToJsonString());
        Assert.Equal("assembly", json[1]!["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_search_of_one_is_started_with_a_trial_for_each_of_its_configurations()
    {
        using var response = await api.Http.PostAsJsonAsync("/api/searches", Api.TrainerSearch("of a trainer"));

        var view = (await response.Content.ReadFromJsonAsync<SearchView>(ParetuneJson.Options))!;
        await api.Begin(view.Id.Value, trials: 4);
        var trials = await api.Get<TrialView[]>($"/api/searches/{view.Id}/trials");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal((ListedTrainers.Name, ListedTrainers.Name), (view.Spec.Trainer, view.Spec.Dataset));
        Assert.Equal(
            ["8 0.1 max", "8 0.1 mean", "32 0.1 max", "32 0.1 mean"],
            trials.OrderBy(trial => trial.Number).Select(trial => string.Join(' ', trial.Configuration.Hyperparameters!.Values)));
        Assert.All(trials, trial => Assert.Equal((0, 0, 0), (trial.Parameters, trial.Macs, trial.Bytes)));
    }

    [Fact]
    public async Task A_search_that_was_shown_can_be_submitted_again_as_it_is()
    {
        var id = await api.Submit(Api.TrainerSearch("to be repeated"));
        var shown = (await api.Http.GetFromJsonAsync<JsonNode>($"/api/searches/{id}"))!["spec"]!.AsObject();

        var again = await api.Get<SearchView>($"/api/searches/{await api.Submit(shown.DeepClone().AsObject())}");

        Assert.Equal(shown.ToJsonString(), JsonSerializer.Serialize(again.Spec, ParetuneJson.Options));
    }

    [Fact]
    public async Task What_its_trials_cost_is_told_once_they_were_counted()
    {
        var id = await api.Submit(Api.TrainerSearch("counted"));

        await api.Complete(id);

        var trials = await api.Get<TrialView[]>($"/api/searches/{id}/trials");
        Assert.Equal([1000, 2000, 3000, 4000], trials.OrderBy(trial => trial.Number).Select(trial => trial.Parameters));
        Assert.Equal(SearchState.Completed, (await api.Get<SearchView>($"/api/searches/{id}")).State);
    }

    [Fact]
    public async Task All_errors_are_told_at_once_by_their_fields_and_nothing_is_started()
    {
        var search = Api.TrainerSearch("faulty trainer");
        search["network"] = "mobilenet";
        search["limits"] = new JsonObject { ["macs"] = 5 };
        search["objectives"] = new JsonArray("accuracy", "macs");
        search["space"]!["width"] = 0.5;
        search["space"]!["hyperparameters"] = new JsonObject { ["channels"] = new JsonArray(8, 0), ["poling"] = "max" };

        using var response = await api.Http.PostAsJsonAsync("/api/searches", search);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(
            ["limits.macs", "network", "objectives[1]", "space.hyperparameters.channels[1]", "space.hyperparameters.poling", "space.width"],
            problem.Fields.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await api.Get<SearchView[]>("/api/searches"), view => view.Name == "faulty trainer");
    }

    [Theory]
    [InlineData("lnes")]
    [InlineData("torn")]
    [InlineData("../lines")]
    public async Task A_trainer_that_is_not_there_or_cannot_be_used_is_refused(string trainer)
    {
        using var response = await api.Http.PostAsJsonAsync("/api/searches", new JsonObject { ["trainer"] = trainer });

        Assert.Equal(["trainer"], (await Problem.From(response)).Fields);
    }
}
