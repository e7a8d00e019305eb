using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Storage.Trainers;
using Paretune.Training.Commands;

namespace Paretune.Training.Tests.Commands;

/// <summary>A shell script as trainer, and a worker that runs its attempts.</summary>
internal sealed class ShellTrainer : IDisposable
{
    private const string Name = "shell";
    private const long MostCheckpoint = 100_000;

    private static readonly ImmutableSortedDictionary<string, CustomMetric> Metrics =
        ImmutableSortedDictionary<string, CustomMetric>.Empty.Add("f1", new(MetricGoal.Maximize, 0, 1, null));

    private readonly TemporaryFolder _home = new();

    /// <param name="script">The script for /bin/sh.</param>
    /// <param name="more">Further lines of <c>trainer.yaml</c>.</param>
    public ShellTrainer(string script, string more = "grace: 1\ncollect: stdout")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_home.Path, "trainers", Name)).FullName;
        File.WriteAllText(Path.Combine(folder, "trainer.yaml"), $"command: [/bin/sh, train.sh]\n{more}\n");
        File.WriteAllText(Path.Combine(folder, "train.sh"), script);
    }

    public string Home => _home.Path;
    public string Attempts => Path.Combine(_home.Path, "commands", "here");
    public string Declaration => Path.Combine(_home.Path, "trainers", Name, "trainer.yaml");

    /// <summary>The store for files of attempts; null for a folder of its own.</summary>
    public IFileStore? Files { get; init; }

    public Lease Lease { get; init; } = new(
        new(new("aaaaaaaa"), 1), 1, LeaseKind.Train,
        new("shell", "shell", new(1, 1, 1, 0.001, 0, 8), 32, Epochs: 3, Seed: 1) { Trainer = Name, IsCommand = true, Metrics = Metrics },
        0, 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1"));

    public CommandRunner Runner() => new(
        new(new TrainerStore(Home)), Files ?? new FolderStore(Home), Attempts, MostCheckpoint, new NoServer(), TimeProvider.System,
        NullLogger<CommandRunner>.Instance);

    /// <summary>Runs an attempt to its end and answers its signals.</summary>
    /// <param name="answer">The decision on each signal; null to continue to the end.</param>
    public List<Signal> Run(Lease? lease = null, Func<Signal, Decision>? answer = null)
    {
        var (told, decision) = (new List<Signal>(), Decision.Continue);
        foreach (var signal in Runner().Run(lease ?? Lease, new("cpu", 2), () => decision, CancellationToken.None))
        {
            told.Add(signal);
            decision = (answer ?? AsSearch)(signal);
            if (decision.Kind != DecisionKind.Continue)
                break;
        }

        return told;
    }

    /// <summary>Runs an attempt that fails before its last epoch.</summary>
    public AttemptEndedException Fails(Func<Signal, Decision>? answer = null) =>
        Assert.Throws<AttemptEndedException>(() => Run(answer: answer));

    /// <summary>Returns the kept output of the program.</summary>
    public async Task<(long First, string Text)> Output(int attempt = 1)
    {
        await using var file = await new FolderStore(Home).Open(TrialFile.Output(Lease.Trial, attempt), CancellationToken.None);
        var first = await KeptOutput.Seek(file!, 0, CancellationToken.None);
        return (first, await new StreamReader(file!).ReadToEndAsync());
    }

    /// <summary>Returns whether the process is alive whose id the script wrote to a file in the home.</summary>
    public bool Lives(string file)
    {
        var process = File.ReadAllText(Path.Combine(Home, file)).Trim();
        var stat = $"/proc/{process}/stat";
        return File.Exists(stat) && !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    private Decision AsSearch(Signal signal) => signal is Report report && report.Epoch == Lease.Job.Epochs
        ? Decision.Stop("completed") : Decision.Continue;

    /// <summary>Has no server, because these scripts report on standard output.</summary>
    private sealed class NoServer : IAttemptServer
    {
        public Uri Open(ProgramAttempt attempt) => new("http://127.0.0.1:1");

        public void Close(ProgramAttempt attempt)
        {
        }
    }
}
