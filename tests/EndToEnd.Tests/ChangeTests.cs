using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Changes to searches that had ended are carried out, whatever happens to the process.</summary>
public sealed class ChangeTests
{
    private static readonly object Search = new
    {
        name = "changed",
        dataset = "shapes",
        space = Space(0.003, 1e6),
        baseResolution = 32,
        epochs = 2,
        strategy = new { kind = "grid", first = "listed" },
        reuse = false,
    };

    [Fact]
    public async Task A_silo_that_is_killed_while_it_trains_further_and_retries_ends_with_the_figures_of_an_undisturbed_run()
    {
        using var home = new Home();
        // Receives the notification of the first end and does not answer while that silo is alive.
        await using var receiver = new NotificationReceiver(number => number == 1 ? null : 200);
        NotificationReceiver.Message told;
        string killed, undisturbed;
        await using (var silo = await SiloProcess.Start(home, settings: Allowing(receiver)))
        {
            (killed, undisturbed) = (await silo.Submit(Notifying(receiver.Address)), await silo.Submit(Search));
            await silo.Ended(killed);
            told = await receiver.Next();
            await silo.Ended(undisturbed);
            await Change(silo, killed, "edit", new { name = "renamed", addTags = new[] { "kept" } });
            await Change(silo, killed, "trials/1/extend", new { epochs = 3 });
            await Change(silo, killed, "retry", new { trials = new[] { 2 } });
            await Change(silo, killed, "extend", new { space = Space(0.003, 1e6, 1e7) });
            await silo.Until(killed, entry => KilledRun.IsReport(entry, trial: 1, epoch: 4), TimeSpan.FromMinutes(2));
            await silo.Kill();
        }

        await using var again = await SiloProcess.Start(home, settings: Allowing(receiver));
        await Change(again, undisturbed, "trials/1/extend", new { epochs = 3 });
        await EndedAgain(again, killed);
        await EndedAgain(again, undisturbed);

        Assert.Equal(await Curve(again, undisturbed), await Curve(again, killed));
        var trials = await again.Trials(killed);
        Assert.Equal((5, TrialState.Completed, TrialState.Diverged), (trials[0].Epochs, trials[0].State, trials[1].State));
        Assert.Equal((3, 3, TrialState.Diverged), (trials.Length, trials[2].Number, trials[2].State));
        Assert.Equal(["diverged", "diverged"], (await Attempts(again, killed, trial: 2)).Where(outcome => outcome != "nodeLost"));
        var renamed = await again.Show(killed);
        Assert.Equal(("renamed", "kept"), (renamed.Name, Assert.Single(renamed.Tags)));
        var (code, said) = await ConsoleProcess.Run("search", "replay", killed, "--server", again.Address.OriginalString);
        Assert.True(code == 0, said);
        string[] deliveries = [(await receiver.Next()).Delivery, (await receiver.Next()).Delivery];
        Assert.Contains(told.Delivery, deliveries);
        Assert.Equal(2, deliveries.Distinct().Count());
    }

    // With the first of these rates the trial learns; with the others it diverges.
    private static object Space(params double[] learningRate) => new
    {
        dilation = new[] { 1 },
        width = new[] { 0.125 },
        resolution = new[] { 0.75 },
        learningRate,
        batchSize = new[] { 64 },
    };

    private static JsonObject Notifying(string target)
    {
        var search = JsonSerializer.SerializeToNode(Search)!.AsObject();
        search["notify"] = target;
        return search;
    }

    private static Dictionary<string, string> Allowing(NotificationReceiver receiver) => new()
    {
        ["Paretune__Notify__Allowed"] = receiver.Address,
        ["Paretune__Notify__Secret"] = "a secret of some length",
    };

    private static async Task Change(SiloProcess silo, string id, string how, object body)
    {
        using var answer = await silo.Http.PostAsJsonAsync($"/api/searches/{id}/{how}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static Task EndedAgain(SiloProcess silo, string id)
    {
        var ends = 0;
        return silo.Until(id, entry => SearchEvents.IsEnd(entry) && ++ends == 2, TimeSpan.FromMinutes(2));
    }

    private static async Task<string> Curve(SiloProcess silo, string id)
    {
        var detail = (await silo.Http.GetFromJsonAsync<TrialDetail>($"/api/searches/{id}/trials/1", ParetuneJson.Options))!;
        return JsonSerializer.Serialize(detail.Curve.Select(
            report => (report.Epoch, report.TrainLoss, report.ValidationLoss, report.Accuracy, report.LearningRate).ToString()));
    }

    private static async Task<IEnumerable<string>> Attempts(SiloProcess silo, string id, int trial)
    {
        var detail = JsonNode.Parse(await silo.Http.GetStringAsync($"/api/searches/{id}/trials/{trial}"))!;
        return detail["attempts"]!.AsArray().Select(attempt => attempt!["outcome"]!.GetValue<string>());
    }
}
