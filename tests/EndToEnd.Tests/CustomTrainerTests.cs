using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>A custom trainer in a real process has the same guarantees as Paretune's networks.</summary>
public sealed class CustomTrainerTests
{
    private static readonly object TwoTrials = new
    {
        trainer = ExampleTrainer.Name,
        space = new
        {
            learningRate = new[] { 0.01 },
            batchSize = new[] { 64 },
            hyperparameters = new { channels = new[] { 4, 8 }, pooling = new[] { "max" }, dropout = new[] { 0.1 } },
        },
        epochs = 3,
        seed = 7,
    };

    [Fact]
    public async Task Its_search_killed_twice_ends_with_the_figures_of_an_undisturbed_run()
    {
        var undisturbed = await Run();

        var disturbed = await Run(
            entry => KilledRun.IsReport(entry, trial: 1, epoch: 2), entry => KilledRun.IsReport(entry, trial: 2, epoch: 1));

        Assert.Equal(undisturbed.Trials, disturbed.Trials);
        Assert.Equal(undisturbed.Model, disturbed.Model);
    }

    [Fact]
    public async Task Limits_its_declaration_and_the_search_are_held_against_each_other_before_and_while_it_trains()
    {
        using var home = new Home();
        ExampleTrainer.Install(home.Path);
        await using var silo = await SiloProcess.Start(home);

        using var refused = await silo.Http.PostAsJsonAsync(
            "/api/searches",
            new
            {
                trainer = ExampleTrainer.Name,
                space = new { dilation = new[] { 2 }, hyperparameters = new { channel = new[] { 4 }, kernel = new[] { 99 } } }
            });
        // An embedding of 256 bytes in 4 channels has 1024 parameters, in 8 it has 2048.
        var id = await silo.Submit(
            new
            {
                trainer = ExampleTrainer.Name,
                space = new { hyperparameters = new { channels = new[] { 4, 8 } } },
                limits = new { parameters = 2000 },
                epochs = 1
            });
        await silo.Ended(id);
        var trials = await silo.Trials(id);

        var errors = await refused.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.All(
            new[] { "space.dilation[0]", "space.hyperparameters.channel", "space.hyperparameters.kernel" },
            field => Assert.Contains(field, errors, StringComparison.Ordinal));
        Assert.Equal([TrialState.Completed, TrialState.Stopped], trials.Select(trial => trial.State));
        Assert.Matches("^not trained: the model has \\d+ parameters, over the limit of 2000$", trials[1].Reason);
        Assert.Equal((0, true), (trials[1].Epochs, trials[0].OnFront));
    }

    private static async Task<(string Trials, byte[] Model)> Run(params Func<JsonNode, bool>[] moments)
    {
        using var home = new Home();
        ExampleTrainer.Install(home.Path);
        return await KilledRun.Run(home, TwoTrials, Figures, moments);
    }

    private static async Task<(string Trials, byte[] Model)> Figures(SiloProcess silo, string id)
    {
        var trials = await silo.Trials(id);
        Assert.Equal(2, trials.Count(trial => trial is { State: TrialState.Completed, Accuracy: > 0.5, Parameters: > 0 }));
        var best = await silo.Http.GetFromJsonAsync<JsonNode>($"/api/searches/{id}/best");
        var model = await silo.Http.GetByteArrayAsync($"/api/searches/{id}/trials/{best!["trial"]}/model");
        // Everything but times and attempts, which must differ; configurations are compared as JSON.
        return (
            string.Join('\n', trials.Select(trial => $"{trial with { Attempt = 0, SecondsPerEpoch = null }} {Json(trial.Configuration)}"))
                + best, model);
    }

    private static string Json(Configuration configuration) => JsonSerializer.Serialize(configuration, ParetuneJson.Options);
}
