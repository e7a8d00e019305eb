using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>
/// The guarantee after a crash: nothing reported is lost or counted twice, and the results equal those of an undisturbed run.
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

    /// <summary>The default strategy. PARETUNE_LONG=1 adds one that stops trials early and one that trains all of them.</summary>
    public static TheoryData<object, int> Strategies
    {
        get
        {
            TheoryData<object, int> strategies = new() { { new { kind = "front" }, 0 } };
            if (ChaosCluster.Long)
            {
                strategies.Add(new { kind = "asha", reduction = 2 }, 1);
                strategies.Add(new { kind = "grid" }, 0);
            }

            return strategies;
        }
    }

    /// <param name="leastStopped">The minimum number of trials that stopped early, so that the comparison includes some.</param>
    [Theory, MemberData(nameof(Strategies), DisableDiscoveryEnumeration = true)]
    public async Task A_search_killed_three_times_ends_with_the_figures_of_an_undisturbed_run(object strategy, int leastStopped)
    {
        var undisturbed = await Run(strategy, leastStopped);

        var disturbed = await Run(
            strategy,
            leastStopped,
            Nth("epochReported", 2), Nth("attemptStarted", 3), Nth("epochReported", 9));

        Assert.Equal(undisturbed, disturbed);
    }

    private async Task<string> Run(object strategy, int leastStopped, params Func<JsonNode, bool>[] moments)
    {
        using var home = new Home();
        return await KilledRun.Run(home, SixTrials(strategy), async (silo, id) =>
        {
            await NothingTwice(silo, id);
            await DecidedTheSameAgain(silo, id);
            return await Figures(silo, id, leastStopped);
        }, moments);
    }

    /// <summary>Returns everything that the trials show but times and attempts, which must differ: a crash starts a new attempt.</summary>
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

    /// <summary>Asserts that a replay of the ledger makes the same decisions, whatever was killed when.</summary>
    private static async Task DecidedTheSameAgain(SiloProcess silo, string id)
    {
        var (code, said) = await ConsoleProcess.Run("search", "replay", id, "--server", silo.Address.OriginalString);
        Assert.True(code == 0, said);
        Assert.Matches("all [0-9]+ entries match the recorded decisions", said);
    }

    /// <summary>Returns a predicate for the n-th entry of a type, whichever trials it is about.</summary>
    private static Func<JsonNode, bool> Nth(string type, int count)
    {
        var seen = 0;
        return entry => entry["type"]?.GetValue<string>() == type && ++seen == count;
    }
}
