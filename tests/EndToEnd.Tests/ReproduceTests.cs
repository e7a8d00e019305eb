using System.Diagnostics;

namespace Paretune.EndToEnd.Tests;

/// <summary><c>paretune reproduce</c> as a user runs it, with a real silo that trains.</summary>
public sealed class ReproduceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    // The smallest of the paper's searches with more than one trial, on the built-in images.
    private static readonly string[] Small =
        ["reproduce", "table6", "--dataset", "shapes", "--train-images", "200", "--base-resolution", "16", "--epochs", "2", "--batch-size",
            "32"];

    [Fact]
    public async Task Console_and_silo_killed_in_the_middle_go_on_and_nothing_is_trained_twice()
    {
        using var home = new Home();
        var report = Path.Combine(home.Path, "report.md");
        await using (var first = await SiloProcess.Start(home))
        {
            using var console = Start(first, report, seeds: 2);
            await first.Until(await Searched(first), entry => entry["type"]?.GetValue<string>() == "attemptEnded", Patience);
            console.Kill();
            await console.WaitForExitAsync();
            await first.Kill();
        }

        await using var second = await SiloProcess.Start(home);
        var (code, said) = await Run(second, report, seeds: 2);

        Assert.True(code == 0, said);
        var searches = await second.Searches();
        Assert.Equal(2, searches.Length);
        Assert.All(
            searches,
            search => Assert.Equal((SearchState.Completed, 4, 200), (search.State, search.Counts.Completed, search.Spec.TrainImages)));
        foreach (var trials in await Task.WhenAll(searches.Select(search => second.Trials(search.Id.Value))))
            Assert.All(trials, trial => Assert.Equal(2, trial.Epochs));
        var text = await File.ReadAllTextAsync(report);
        Assert.Contains("## Table 6: the dilation rate on Tiny ImageNet (scaled down)", text, StringComparison.Ordinal);
        Assert.Matches(@"\| 3 \| 1 \| 1 \| 85\.01 % \| [0-9.]+ ± [0-9.]+ % \* \|", text);
    }

    [Fact]
    public async Task A_run_after_the_last_only_writes_its_report_again()
    {
        using var home = new Home();
        var report = Path.Combine(home.Path, "report.md");
        await using var silo = await SiloProcess.Start(home);
        await Run(silo, report, seeds: 1);
        var before = await File.ReadAllTextAsync(report);
        File.Delete(report);

        var (code, said) = await Run(silo, report, seeds: 1);

        Assert.True(code == 0, said);
        Assert.DoesNotContain("submitted", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(report));
    }

    /// <summary>Returns the first search, once the console has submitted one.</summary>
    private static async Task<string> Searched(SiloProcess silo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await silo.Searches() is [.., var oldest])
                return oldest.Id.Value;
            await Task.Delay(100, limit.Token);
        }
    }

    private static async Task<(int Code, string Said)> Run(SiloProcess silo, string report, int seeds)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var console = Start(silo, report, seeds);
        var said = Task.WhenAll(console.StandardOutput.ReadToEndAsync(limit.Token), console.StandardError.ReadToEndAsync(limit.Token));
        await console.WaitForExitAsync(limit.Token);
        return (console.ExitCode, string.Concat(await said));
    }

    private static Process Start(SiloProcess silo, string report, int seeds) => Process.Start(
        new ProcessStartInfo(
            "dotnet", [Repository.Client, .. Small, "--seeds", $"{seeds}", "--out", report, "--server", silo.Address.OriginalString])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
