using System.Globalization;
using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>A process dies while trials of the front run again with other seeds.</summary>
public sealed class ConfirmingKillTests
{
    private const int Seeds = 6;

    [Fact]
    public async Task A_search_killed_while_it_confirms_its_front_ends_with_the_table_of_an_undisturbed_run()
    {
        // Accuracies differ between processors, so the test searches for a seed whose front is uncertain.
        foreach (var seed in Enumerable.Range(7, Seeds))
        {
            var undisturbed = await Run(seed);
            if (!undisturbed.IsConfirmed)
                continue;

            var disturbed = await Run(seed, FirstReportOfReplicate());

            Assert.Equal(undisturbed, disturbed);
            return;
        }

        Assert.Fail($"none of {Seeds} seeds left a front that further runs had to confirm");
    }

    private static async Task<(bool IsConfirmed, string Table)> Run(int seed, params Func<JsonNode, bool>[] moments)
    {
        using var home = new Home();
        return await KilledRun.Run(home, Search(seed), Table, moments);
    }

    private static object Search(int seed) => new
    {
        name = "confirming",
        strategy = new { kind = "grid", first = "listed" },
        dataset = "shapes",
        trainImages = 1600,
        space = new
        {
            // The trials differ in a negligible decay and all learn the shapes, so only further runs can tell which are on the front.
            weightDecay = new[] { 0, 1e-9, 2e-9, 3e-9 },
            width = new[] { 0.125 },
            resolution = new[] { 0.75 },
            learningRate = new[] { 0.01 },
            batchSize = new[] { 32 },
        },
        baseResolution = 32,
        epochs = 8,
        seed,
        replicates = 3,
    };

    /// <summary>Returns everything that the trials show but times and attempts (a crash starts new ones), and the optimum.</summary>
    private static async Task<(bool IsConfirmed, string Table)> Table(SiloProcess silo, string id)
    {
        var trials = await silo.Trials(id);
        Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
        Assert.All(trials, trial => Assert.True(trial.Estimate!.Decides));
        var (code, said) = await ConsoleProcess.Run("search", "replay", id, "--server", silo.Address.OriginalString);
        Assert.True(code == 0, said);
        return (trials.Any(trial => trial.Estimate!.Runs.Length > 1), string.Join('\n', [
            .. trials.Select(trial => $"{trial with { Attempt = 0, SecondsPerEpoch = null, Estimate = null }} {Shown(trial.Estimate!)}"),
            await silo.Http.GetStringAsync($"/api/searches/{id}/best")]));
    }

    private static string Shown(TrialEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{estimate.Mean:R} {estimate.Low:R} {estimate.High:R} {estimate.OnFront:R} ")
        + string.Join(' ', estimate.Runs.Select(run => run.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Returns a predicate for the first epoch, of eight, of the first replicate.</summary>
    private static Func<JsonNode, bool> FirstReportOfReplicate()
    {
        var hasBegun = false;
        return entry =>
        {
            var type = entry["type"]?.GetValue<string>();
            hasBegun |= type == "replicateAdded";
            return hasBegun && type == "epochReported";
        };
    }
}
