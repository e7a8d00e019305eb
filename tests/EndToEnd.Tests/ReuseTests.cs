using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>A search reuses the results of configurations that were trained before, and keeps them.</summary>
public sealed class ReuseTests
{
    private const int Trials = 24;

    [Fact]
    public async Task A_search_of_24_configurations_that_were_trained_before_ends_without_training_and_says_so()
    {
        using var home = new Home();
        string first, second, third;
        byte[] model;
        await using (var silo = await SiloProcess.Start(home))
        {
            first = await silo.Submit(Search("first"));
            await silo.Ended(first);

            var answer = await Submitted(silo, Search("second"));
            second = (string)answer["id"]!;
            await silo.Ended(second);

            var (trained, reused) = (await silo.Show(first), await silo.Show(second));
            TestContext.Current.TestOutputHelper!.WriteLine(
                $"{Trials} trained in {(trained.EndedAt - trained.SubmittedAt)!.Value.TotalSeconds:0.0} s, "
                + $"reused in {(reused.EndedAt - reused.SubmittedAt)!.Value.TotalSeconds:0.00} s");
            Assert.Contains(
                $"{Trials} of {Trials} configurations were trained before with the same settings ({Trials} in search {first})",
                string.Join(' ', answer["notes"]!.AsArray().Select(note => (string)note!)), StringComparison.Ordinal);
            Assert.Equal((SearchState.Completed, Trials, 0.0), (reused.State, reused.Counts.Reused, reused.DeviceSeconds));
            Assert.Equal(0, trained.Counts.Reused);
            Assert.Equal(Figures(await silo.Trials(first)), Figures(await silo.Trials(second)));
            Assert.Equal(trained.Optimum, reused.Optimum);
            Assert.All(await silo.Trials(second), trial => Assert.Equal(new TrialId(new(first), trial.Number), trial.ReusedFrom));
            model = await Model(silo, first);
            Assert.Equal(model, await Model(silo, second));
            Assert.Equal($"reused from search {first} trial 1", await Reason(silo, second));
            var (code, said) = await ConsoleProcess.Run("search", "replay", second, "--server", silo.Address.OriginalString);
            Assert.True(code == 0, said);

            // Copies remain, and are equal to the trained files.
            using var deleted = await silo.Http.DeleteAsync($"/api/searches/{first}");
            Assert.True(deleted.IsSuccessStatusCode);
            await Gone(home, first);
            Assert.Equal(model, await Model(silo, second));

            third = await silo.Submit(Search("third"));
            await silo.Kill();
        }

        await using var again = await SiloProcess.Start(home);
        await again.Ended(third);
        Assert.Equal(Trials, (await again.Show(third)).Counts.Reused);
        Assert.Equal(Figures(await again.Trials(second)), Figures(await again.Trials(third)));
        Assert.Equal(model, await Model(again, third));
    }

    [Fact]
    public async Task Only_what_is_equal_is_reused_and_nothing_where_the_search_says_no()
    {
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        await silo.Ended(await silo.Submit(Search("first", trials: 2)));

        var more = await silo.Submit(Search("more", trials: 3));
        await silo.Ended(more);
        var anew = await silo.Submit(Search("anew", trials: 2, reuse: false));
        await silo.Ended(anew);
        var seeded = await silo.Submit(Search("seeded", trials: 2, seed: 2));
        await silo.Ended(seeded);

        Assert.Equal(
            [true, true, false],
            (await silo.Trials(more)).OrderBy(trial => trial.Number).Select(trial => trial.ReusedFrom is not null));
        // The checkpoint was not copied.
        using var extended = await silo.Http.PostAsJsonAsync($"/api/searches/{more}/trials/1/extend", new { epochs = 1 });
        Assert.True(extended.IsSuccessStatusCode);
        var ends = 0;
        await silo.Until(more, entry => SearchEvents.IsEnd(entry) && ++ends == 2, TimeSpan.FromMinutes(2));
        var further = (await silo.Trials(more))[0];
        Assert.Equal((TrialState.Completed, 2, null), (further.State, further.Epochs, further.ReusedFrom));
        Assert.Equal((0, 0), ((await silo.Show(anew)).Counts.Reused, (await silo.Show(seeded)).Counts.Reused));
        Assert.Equal(Figures((await silo.Trials(more))[1..2]), Figures((await silo.Trials(anew))[1..]));
        Assert.NotEqual(Figures((await silo.Trials(anew))), Figures(await silo.Trials(seeded)));
    }

    private static JsonObject Search(string name, int trials = Trials, bool? reuse = null, int seed = 1)
    {
        var search = new JsonObject
        {
            ["name"] = name,
            ["dataset"] = "shapes",
            ["space"] = new JsonObject
            {
                ["dilation"] = 1,
                ["width"] = 0.125,
                ["resolution"] = 0.75,
                // With this rate, all trials learn something within one epoch.
                ["learningRate"] = 0.01,
                ["weightDecay"] = new JsonArray([.. Enumerable.Range(0, trials).Select(at => (JsonNode)(at * 0.0001))]),
                ["batchSize"] = 32,
            },
            ["baseResolution"] = 32,
            ["epochs"] = 1,
            ["seed"] = seed,
            ["strategy"] = new JsonObject { ["kind"] = "grid", ["first"] = "listed" },
        };
        if (reuse is { } said)
            search["reuse"] = said;
        return search;
    }

    private static async Task<JsonNode> Submitted(SiloProcess silo, JsonObject search)
    {
        using var response = await silo.Http.PostAsJsonAsync("/api/searches", search);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static string Figures(IEnumerable<TrialView> trials) => string.Join('\n', trials.OrderBy(trial => trial.Number).Select(
        trial => string.Create(
            CultureInfo.InvariantCulture,
            $"{trial.Number} {trial.State} {trial.Accuracy:R} {trial.ValidationLoss:R} {trial.FileBytes}")));

    private static async Task<string> Reason(SiloProcess silo, string id)
    {
        var detail = JsonNode.Parse(await silo.Http.GetStringAsync($"/api/searches/{id}/trials/1"))!;
        Assert.NotEmpty(detail["curve"]!.AsArray());
        return (string)Assert.Single(detail["attempts"]!.AsArray())!["reason"]!;
    }

    private static async Task<byte[]> Model(SiloProcess silo, string id)
    {
        Assert.NotEmpty(await silo.Http.GetByteArrayAsync($"/api/searches/{id}/trials/1/model?format=onnx"));
        return await silo.Http.GetByteArrayAsync($"/api/searches/{id}/trials/1/model");
    }

    private static async Task Gone(Home home, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var folder = Path.Combine(home.Path, "searches", id);
        while (Directory.Exists(folder) && Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length > 0)
            await Task.Delay(100, limit.Token);
    }
}
