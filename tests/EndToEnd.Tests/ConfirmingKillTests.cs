using System.Globalization;
using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>A process that dies while trials of the front run again with other seeds.</summary>
public sealed class ConfirmingKillTests
{
    [Fact]
    public async Task A_search_killed_while_it_confirms_its_front_ends_with_the_table_of_an_undisturbed_run()
    {
        var undisturbed = await Run();

        var disturbed = await Run(FirstReportOfReplicate());

        Assert.Equal(undisturbed, disturbed);
    }

    private static async Task<string> Run(params Func<JsonNode, bool>[] moments)
    {
        using var home = new Home();
        return await KilledRun.Run(home, Search(), Table, moments);
    }

    private static object Search() => new
    {
        name = "confirming",
        strategy = new { kind = "grid", first = "listed" },
        dataset = "shapes",
        trainImages = 1600,
        space = new
        {
            // A decay too small to matter: on every processor both end alike, so that only further runs can tell which is on the front.
            weightDecay = new[] { 0, 1e-9 },
            width = new[] { 0.125 },
            resolution = new[] { 0.75 },
            learningRate = new[] { 0.01 },
            batchSize = new[] { 32 },
        },
        baseResolution = 32,
        epochs = 2,
        seed = 7,
        replicates = 3,
    };

    /// <summary>All that a trial shows but its times and its attempts, of which a crash starts new ones; and the optimum.</summary>
    private static async Task<string> Table(SiloProcess silo, string id)
    {
        var trials = await silo.Trials(id);
        Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
        Assert.Contains(trials, trial => trial.Estimate!.Runs.Length > 1);
        Assert.All(trials, trial => Assert.True(trial.Estimate!.Decides));
        var (code, said) = await ConsoleProcess.Run("search", "replay", id, "--server", silo.Address.OriginalString);
        Assert.True(code == 0, said);
        return string.Join('\n', [
            .. trials.Select(trial => $"{trial with { Attempt = 0, SecondsPerEpoch = null, Estimate = null }} {Shown(trial.Estimate!)}"),
            await silo.Http.GetStringAsync($"/api/searches/{id}/best")]);
    }

    private static string Shown(TrialEstimate estimate) => string.Create(
        CultureInfo.InvariantCulture,
        $"{estimate.Mean:R} {estimate.Low:R} {estimate.High:R} {estimate.OnFront:R} ")
        + string.Join(' ', estimate.Runs.Select(run => run.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>The first epoch, of two, of the first run beside a trial's own.</summary>
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
