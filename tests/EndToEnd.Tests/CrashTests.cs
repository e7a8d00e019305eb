using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>
/// The guarantee for a process that dies: nothing reported is lost or counted twice, and the figures are those of an undisturbed run.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static object SixTrials(object strategy) => new
    {
        name = "crash",
        strategy,
        dataset = "shapes",
        space = new { dilation = new[] { 1, 2, 3 }, width = new[] { 0.25, 0.125 }, resolution = new[] { 0.75 } },
        baseResolution = 32,
        epochs = 3,
        batchSize = 64,
        seed = 7,
    };

    public static TheoryData<object, int> Strategies => new() { { new { kind = "grid" }, 0 }, { new { kind = "asha", reduction = 2 }, 1 } };

    /// <param name="leastStopped">Early stopping is to be among what is compared.</param>
    [Theory, MemberData(nameof(Strategies), DisableDiscoveryEnumeration = true)]
    public async Task A_search_killed_three_times_ends_with_the_figures_of_an_undisturbed_run(object strategy, int leastStopped)
    {
        var undisturbed = await Run(strategy, leastStopped);

        var disturbed = await Run(
            strategy,
            leastStopped,
            entry => KilledRun.IsReport(entry, trial: 1, epoch: 2),
            entry => Started(entry, trial: 3),
            entry => KilledRun.IsReport(entry, trial: 5, epoch: 1));

        Assert.Equal(undisturbed, disturbed);
    }

    private async Task<string> Run(object strategy, int leastStopped, params Func<JsonNode, bool>[] moments)
    {
        using var home = new Home();
        return await KilledRun.Of(home, SixTrials(strategy), async (silo, id) =>
        {
            await NothingTwice(silo, id);
            return await Figures(silo, id, leastStopped);
        }, moments);
    }

    /// <summary>Everything a trial shows but its times, and its attempt, which has to differ: a crash starts a new one.</summary>
    private static async Task<string> Figures(SiloProcess silo, string id, int leastStopped)
    {
        var trials = await silo.Trials(id);
        Assert.Equal(6, trials.Length);
        Assert.All(trials, trial => Assert.Contains(trial.State, (TrialState[])[TrialState.Completed, TrialState.Stopped]));
        Assert.InRange(trials.Count(trial => trial.State == TrialState.Stopped), leastStopped, leastStopped * trials.Length);
        var front = await silo.Http.GetStringAsync($"/api/searches/{id}/best");
        return string.Join('\n', trials.Select(trial => trial with { Attempt = 0, SecondsPerEpoch = null })) + '\n' + front;
    }

    private async Task NothingTwice(SiloProcess silo, string id)
    {
        foreach (var trial in await silo.Trials(id))
        {
            var detail = JsonNode.Parse(await silo.Http.GetStringAsync($"/api/searches/{id}/trials/{trial.Number}"))!;
            var epochs = detail["curve"]!.AsArray().Select(report => report!["epoch"]!.GetValue<int>());
            Assert.Equal(Enumerable.Range(1, trial.Epochs), epochs);
            output.WriteLine($"trial {trial.Number}: attempts {detail["attempts"]!.AsArray().Count}, accuracy {trial.Accuracy:P2}");
        }
    }

    private static bool Started(JsonNode entry, int trial) =>
        entry["type"]?.GetValue<string>() == "attemptStarted" && entry["trial"]!.GetValue<int>() == trial;
}
