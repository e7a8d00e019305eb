using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paretune.EndToEnd.Tests;

/// <summary>Trainers that are commands, on a real silo: the example's script, and scripts that misbehave over the protocol.</summary>
public sealed class CommandTests(CommandTests.Stage stage) : IClassFixture<CommandTests.Stage>
{
    private const string Name = "digits";

    [Fact]
    public async Task A_worker_killed_in_training_leaves_no_process_and_its_trials_go_on_to_the_figures_of_an_undisturbed_run()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        Digits(home);
        await using var silo = await SiloProcess.Start(home, "simulated:2");
        var undisturbed = await Figures(silo, await Ended(silo, DigitsSearch()));

        var id = await silo.Submit(DigitsSearch());
        await silo.Until(id, entry => KilledRun.IsReport(entry, trial: 3, epoch: 2), TimeSpan.FromMinutes(2));
        var running = Trainings(home);
        await silo.Kill();
        await Gone(running);
        await using var next = await SiloProcess.Start(home, "simulated:2");
        await next.Ended(id);

        Assert.NotEmpty(running);
        Assert.Contains(await next.Trials(id), trial => trial.Attempt > 1);
        Assert.Equal(undisturbed, await Figures(next, id));
    }

    [Fact]
    public async Task A_program_that_does_not_notice_the_death_of_its_worker_is_killed_as_well()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        Script(home, Name, "trial.report(accuracy=0.5); [time.sleep(0.05) for _ in iter(int, 1)]");
        await using var silo = await SiloProcess.Start(home, "simulated:1");
        var id = await silo.Submit(OneTrial(Name));
        await silo.Until(id, entry => KilledRun.IsReport(entry, trial: 1, epoch: 1), TimeSpan.FromMinutes(2));
        var running = Trainings(home);

        await silo.Kill();

        Assert.NotEmpty(running);
        await Gone(running);
    }

    [Fact]
    public async Task A_pause_and_a_cancel_end_the_processes_and_a_resumed_search_goes_on()
    {
        ProgramProcess.NeedPython();
        using var home = new Home();
        Digits(home);
        await using var silo = await SiloProcess.Start(home, "simulated:2");
        // So many epochs that no trial ends, however late a busy machine pauses and cancels.
        var id = await silo.Submit(DigitsSearch(epochs: 5000));
        await silo.Until(id, entry => KilledRun.IsReport(entry, trial: 1, epoch: 2), TimeSpan.FromMinutes(2));
        var paused = Trainings(home);
        await Change(silo, id, "pause");
        await Gone(paused);

        await Change(silo, id, "resume");
        // Of each of the two trials, the attempt after the pause may first report what its checkpoint holds, before its process starts.
        var reports = 0;
        await silo.Until(id, entry => AttemptOf(entry) > 1 && ++reports == 3, TimeSpan.FromMinutes(2));
        var cancelled = Trainings(home);
        await Change(silo, id, "cancel");

        await Gone(cancelled);
        Assert.NotEmpty(paused);
        Assert.NotEmpty(cancelled);
    }

    [Theory]
    [InlineData("trial.report(accuracy=0.5, f2=1)", "ValueError: metrics.f2: unknown metric \"f2\"")]
    [InlineData("trial.report(accuracy=0.5, f1=2)", "ValueError: metrics.f1: must be a number from 0 to 1, but is 2")]
    [InlineData("trial.report(accuracy='0.5')", "ValueError: accuracy: must be a share from 0 to 1")]
    [InlineData("trial._epoch = 3; trial.report(accuracy=0.5)", "epoch 3 was reported, but epoch 1 is next")]
    [InlineData("raise RuntimeError('no such file')", "RuntimeError: no such file")]
    [InlineData("import sys; sys.exit(0)", "the program exited with code 0, but reported nothing")]
    [InlineData("pass", "its program ended with the outcome completed before it reported the last epoch")]
    [InlineData("import os; os._exit(9)", "exit code 9")]
    public async Task A_script_that_misbehaves_fails_its_trial_with_the_reason(string body, string reason)
    {
        var trial = await Only(body);

        Assert.Equal(TrialState.Failed, trial.State);
        Assert.StartsWith(reason, trial.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_trial_as_diverged() =>
        Assert.Equal(TrialState.Diverged, (await Only("trial.report(accuracy=0.5, loss=float('nan'))")).State);

    [Fact]
    public async Task The_same_report_twice_counts_once() =>
        Assert.Equal(
            (TrialState.Completed, 3, 0.5),
            await Only("trial.report(accuracy=0.5, f1=0.25); trial.report(accuracy=0.9)") is var trial
                ? (trial.State, trial.Epochs, trial.Accuracy) : default);

    [Fact]
    public async Task A_program_out_of_memory_is_told_apart() =>
        Assert.Equal(TrialState.OutOfMemory, (await Only("raise MemoryError()")).State);

    [Fact]
    public async Task A_model_over_the_limits_is_not_trained()
    {
        var trial = await Only("trial.report(accuracy=0.5)", "lambda configuration: 5000", limits: new { parameters = 1000 });

        Assert.Equal(
            (TrialState.Stopped, "not trained: the model has 5000 parameters, over the limit of 1000"), (trial.State, trial.Reason));
    }

    [Fact]
    public async Task What_a_program_prints_is_read_by_the_console()
    {
        var id = await stage.Train("print('epoch', epoch, 'of', trial['depth']); trial.report(accuracy=0.5)");

        var (code, said) = await ConsoleProcess.Run("trial", "log", id, "1", "--follow", "--server", stage.Silo.Address.OriginalString);

        Assert.Equal(0, code);
        // What follows is the note that the program may still write something.
        Assert.StartsWith("epoch 1 of 2\nepoch 2 of 2\nepoch 3 of 2\n", said, StringComparison.Ordinal);
    }

    private async Task<TrialView> Only(string body, string cost = "None", object? limits = null) =>
        Assert.Single(await stage.Silo.Trials(await stage.Train(body, cost, limits)));

    private static async Task<string> Ended(SiloProcess silo, object search)
    {
        var id = await silo.Submit(search);
        await silo.Ended(id);
        return id;
    }

    private static async Task Change(SiloProcess silo, string id, string what)
    {
        using var answer = await silo.Http.PostAsync($"/api/searches/{id}/{what}", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Returns the attempt whose epoch is reported; 0 if the entry is no report.</summary>
    private static int AttemptOf(JsonNode entry) =>
        entry["type"]?.GetValue<string>() == "epochReported" ? entry["report"]!["attempt"]!.GetValue<int>() : 0;

    /// <param name="epochs">So many that trials still run when a test kills their worker.</param>
    private static object DigitsSearch(int epochs = 40) => new
    {
        trainer = Name,
        space = new
        {
            learningRate = new[] { 0.05 },
            hyperparameters = new { hidden = new[] { 8, 16 }, activation = new[] { "tanh", "relu" } },
        },
        epochs,
        seed = 7,
    };

    /// <summary>Installs the example as its page describes.</summary>
    private static void Digits(Home home)
    {
        var folder = Folder(home, Name);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", "python-digits")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }

    private static string Folder(Home home, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Path, "trainers", name)).FullName;
        File.Copy(Path.Combine(Repository.Root, "clients", "python", "paretune", "__init__.py"), Path.Combine(folder, "paretune.py"));
        return folder;
    }

    /// <summary>Installs a custom script with this code in each epoch.</summary>
    private static void Script(Home home, string name, string body, string cost = "None")
    {
        var folder = Folder(home, name);
        File.WriteAllText(Path.Combine(folder, "trainer.yaml"), """
            command: [python3, train.py]
            hyperparameters:
              depth: { kind: whole, min: 1, max: 8, default: 3 }
            metrics:
              f1: { goal: maximize, min: 0, max: 1 }
            grace: 2
            """);
        File.WriteAllText(Path.Combine(folder, "train.py"), $"""
            import time
            import paretune
            for trial in paretune.trials(cost={cost}):
                for epoch in trial.epochs():
                    {body}
            """);
    }

    private static object OneTrial(string trainer, object? limits = null) => new
    {
        trainer,
        space = new { hyperparameters = new { depth = new[] { 2 } } },
        limits = limits ?? new { },
        epochs = 3,
        maxAttempts = 1,
    };

    /// <summary>Returns the training processes of a home, found by their environment.</summary>
    private static List<int> Trainings(Home home) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0)
        .Where(process => process > 0 && Environment(process).Contains($"PARETUNE_CHECKPOINT={home.Path}", StringComparison.Ordinal))];

    private static string Environment(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task Gone(List<int> processes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (processes.Any(process => Environment(process).Length > 0))
            await Task.Delay(20, limit.Token);
    }

    /// <summary>Returns everything that the trials show but times and attempts, which must differ.</summary>
    private static async Task<string> Figures(SiloProcess silo, string id) => string.Join('\n', (await silo.Trials(id)).Select(trial =>
        $"{trial with { Attempt = 0, SecondsPerEpoch = null }} {JsonSerializer.Serialize(trial.Configuration, ParetuneJson.Options)}"));

    /// <summary>A silo shared by the scripts that need no silo of their own.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private readonly Home _home = new();
        private SiloProcess? _silo;
        private int _scripts;

        internal SiloProcess Silo => _silo!;

        public async ValueTask InitializeAsync()
        {
            ProgramProcess.NeedPython();
            _silo = await SiloProcess.Start(_home, "simulated:2");
        }

        public async ValueTask DisposeAsync()
        {
            if (_silo is not null)
                await _silo.DisposeAsync();
            _home.Dispose();
        }

        /// <summary>Trains one trial to the end of its search, with a script that runs this code in each of three epochs.</summary>
        internal async Task<string> Train(string body, string cost = "None", object? limits = null)
        {
            var name = $"script-{Interlocked.Increment(ref _scripts)}";
            Script(_home, name, body, cost);
            return await Ended(Silo, OneTrial(name, limits));
        }
    }
}
