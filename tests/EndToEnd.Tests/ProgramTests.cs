using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Custom programs train a search on a real silo: the examples, in their languages.</summary>
public sealed class ProgramTests
{
    private static readonly string Digits = Path.Combine(Repository.Root, "examples", "python-digits", "train.py");

    [Fact]
    public async Task The_digits_example_trains_once_with_its_defaults_where_there_is_no_server()
    {
        ProgramProcess.NeedPython();

        var said = await ProgramProcess.StartPython(Digits).Succeeds();

        var reports = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([1, 2, 3, 4, 5], reports.Select(report => (int)report["epoch"]!));
        Assert.All(reports, report => Assert.InRange((double)report["accuracy"]!, 0.5, 1));
    }

    [Fact]
    public async Task The_digits_example_trains_a_search_to_its_end()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var id = await silo.Submit(DigitsSearch());

        await ProgramProcess.StartPython(Digits, silo, id).Succeeds();

        var trials = await silo.Trials(id);
        Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
        Assert.Equal(8, trials.Count(trial => trial is { State: TrialState.Completed, Epochs: 6, Parameters: > 0 }));
    }

    [Fact]
    public async Task Two_programs_of_which_one_is_killed_leave_the_figures_of_an_undisturbed_run()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);

        var undisturbed = await Figures(silo, isKilled: false);
        var disturbed = await Figures(silo, isKilled: true);

        Assert.Equal(undisturbed, disturbed);
    }

    [Fact]
    public async Task The_pytorch_example_trains_on_real_images_and_goes_on_after_a_kill_as_if_nothing_had_happened()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PARETUNE_LONG") == "1",
            "set PARETUNE_LONG=1 to run it, and CIFAR10 to a folder with data_batch_1.bin to data_batch_5.bin; it needs python3-torch");
        var script = Path.Combine(Repository.Root, "examples", "pytorch-cifar10", "train.py");
        string[] command = ["/usr/bin/python3", script, "--images", "1000", "--data", Environment.GetEnvironmentVariable("CIFAR10")!];
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var search = new
        {
            trainer = "external",
            space = new { learningRate = new[] { 0.1 }, hyperparameters = new { channels = new[] { 4, 64 }, depth = new[] { 1 } } },
            limits = new { parameters = 300000 },
            epochs = 3,
        };
        var (undisturbed, killed) = (await silo.Submit(search), await silo.Submit(search));
        await ProgramProcess.Run(silo, undisturbed, command);

        using (var program = ProgramProcess.Start(silo, killed, command))
        {
            await silo.Until(killed, entry => KilledRun.IsReport(entry, trial: 1, epoch: 1), TimeSpan.FromMinutes(4));
            program.Kill();
        }

        await ProgramProcess.Run(silo, killed, command);

        var trials = await silo.Trials(undisturbed);
        Assert.Equal([TrialState.Completed, TrialState.Stopped], trials.Select(trial => trial.State));
        Assert.InRange(trials[0].Accuracy!.Value, 0.15, 1);
        Assert.Equal(Curve(await Shown(silo, undisturbed)), Curve(await Shown(silo, killed)));
    }

    private static Task<JsonNode> Shown(SiloProcess silo, string id) =>
        silo.Http.GetFromJsonAsync<JsonNode>($"/api/searches/{id}/trials/1")!;

    private static IEnumerable<(double, double)> Curve(JsonNode detail) =>
        detail["curve"]!.AsArray().Select(report => ((double)report!["accuracy"]!, (double)report["validationLoss"]!));

    [Fact]
    public async Task Optuna_proposes_what_a_silo_trains()
    {
        ProgramProcess.NeedModule("optuna");
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var folder = Path.Combine(Repository.Root, "examples", "optuna-proposes");
        var (code, submitted) = await ConsoleProcess.Run(
            "search", "submit", Path.Combine(folder, "search.yaml"), "--server", silo.Address.OriginalString, "--output", "jsonl");
        Assert.True(code == 0, submitted);
        var id = (string)JsonNode.Parse(submitted)!["id"]!;
        Assert.True((await silo.Show(id)).IsOpen);

        var said = await ProgramProcess.Run(
            silo, id, "/usr/bin/python3", Path.Combine(folder, "propose.py"), "--trials", "4");

        await silo.Ended(id);
        var trials = await silo.Trials(id);
        Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
        Assert.Equal(
            4, said.Split('\n').Count(line => line.StartsWith("trial ", StringComparison.Ordinal)
                || line.Contains("over the limit of 6000000", StringComparison.Ordinal)));
        Assert.Contains(trials, trial => trial.State == TrialState.Completed);
        Assert.All(trials, trial => Assert.True(trial.Macs <= 6_000_000));
        Assert.All(trials, trial => Assert.Contains(
            $"trial {trial.Number}: {JsonNamingPolicy.CamelCase.ConvertName($"{trial.State}")}", said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_script_that_throws_fails_its_trial_with_what_it_threw()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var id = await silo.Submit(Depths(maxAttempts: 1));
        var script = Path.Combine(home.Path, "train.py");
        await File.WriteAllTextAsync(script, """
            import paretune
            for trial in paretune.trials():
                for epoch in trial.epochs():
                    if trial["depth"] == 1:
                        raise RuntimeError("no such file")
            """);

        using var program = ProgramProcess.StartPython(script, silo, id);
        var (code, said) = await program.Exit();

        var trial = (await silo.Trials(id))[0];
        Assert.Equal(1, code);
        Assert.Contains("no such file", said, StringComparison.Ordinal);
        Assert.Equal((TrialState.Failed, "RuntimeError: no such file"), (trial.State, trial.Reason));
    }

    [Theory]
    [InlineData("pass", "its program ended with the outcome completed before it reported the last epoch")]
    [InlineData("trial.report(accuracy=0.5, f1=1)", "ValueError: metrics.f1: unknown metric \"f1\"")]
    [InlineData("trial.report(accuracy='0.5')", "ValueError: accuracy: must be a share from 0 to 1")]
    public async Task A_script_that_reports_nothing_of_use_fails_its_trial_with_the_reason(string body, string reason)
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var id = await silo.Submit(Depths(maxAttempts: 1));
        var script = Path.Combine(home.Path, "train.py");
        await File.WriteAllTextAsync(script, $"""
            import paretune
            for trial in paretune.trials():
                for epoch in trial.epochs():
                    {body}
            """);

        using var program = ProgramProcess.StartPython(script, silo, id);
        await program.Exit();

        var trial = (await silo.Trials(id))[0];
        Assert.Equal(TrialState.Failed, trial.State);
        Assert.StartsWith(reason, trial.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_shell_and_a_page_of_C_train_a_search_with_the_protocol_alone()
    {
        Requirement.Program("curl");
        Requirement.Program("cc");
        using var home = new Home();
        await using var silo = await SiloProcess.Start(home);
        var folder = Path.Combine(Repository.Root, "examples", "protocol");
        var binary = Path.Combine(home.Path, "train");
        await ProgramProcess.Run(null, null, "cc", "-Wall", "-Wextra", "-Werror", "-o", binary, Path.Combine(folder, "train.c"));
        var (byShell, byC) = (await silo.Submit(Depths()), await silo.Submit(Depths()));

        await ProgramProcess.Run(silo, byShell, "sh", Path.Combine(folder, "train.sh"));
        await ProgramProcess.Run(silo, byC, binary);

        foreach (var id in new[] { byShell, byC })
        {
            var trials = await silo.Trials(id);
            Assert.Equal(SearchState.Completed, (await silo.Show(id)).State);
            Assert.Equal([100, 200, 300, 400], trials.Select(trial => trial.Parameters));
            Assert.Equal([0.75, 0.857, 0.9, 0.923], trials.Select(trial => Math.Round(trial.Accuracy!.Value, 3)));
        }
    }

    /// <summary>Returns everything that the trials show but times and attempts, which must differ.</summary>
    private static async Task<string> Figures(SiloProcess silo, bool isKilled)
    {
        var id = await silo.Submit(DigitsSearch());
        using var first = ProgramProcess.StartPython(Digits, silo, id);
        if (isKilled)
            await FreezeWithinTrial(silo, id, first);
        using var second = ProgramProcess.StartPython(Digits, silo, id);
        if (isKilled)
            first.Kill();

        await second.Succeeds();
        await silo.Ended(id);
        var trials = await silo.Trials(id);
        Assert.Equal(isKilled, trials.Any(trial => trial.Attempt > 1));
        return string.Join('\n', trials.Select(trial => $"{trial with { Attempt = 0, SecondsPerEpoch = null }} "
            + JsonSerializer.Serialize(trial.Configuration, ParetuneJson.Options)));
    }

    /// <summary>Freezes the only program of a search while it holds a trial that it has not completed.</summary>
    private static async Task FreezeWithinTrial(SiloProcess silo, string id, ProgramProcess program)
    {
        for (var trial = 1; ; trial++)
        {
            await silo.Until(id, entry => KilledRun.IsReport(entry, trial, epoch: 1), TimeSpan.FromMinutes(2));
            program.Freeze();
            // One report may still be on its way, so two epochs must be left.
            if ((await silo.Trials(id)).Single(one => one.Number == trial) is { State: TrialState.Running, Epochs: <= 4 })
                return;
            program.Thaw();
        }
    }

    /// <summary>Eight trials of six epochs.</summary>
    private static object DigitsSearch() => new
    {
        trainer = "external",
        space = new
        {
            learningRate = new[] { 0.05 },
            hyperparameters = new { hidden = new[] { 8, 16, 32, 64 }, activation = new[] { "tanh", "relu" } },
        },
        epochs = 6,
        seed = 7,
    };

    private static object Depths(int maxAttempts = 3) => new
    {
        trainer = "external",
        space = new { hyperparameters = new { depth = new[] { 1, 2, 3, 4 } } },
        epochs = 3,
        maxAttempts,
    };
}
