using System.Text.Json;

namespace Paretune.EndToEnd.Tests;

/// <summary>
/// A command trainer on workers with separate homes, as on separate machines, and shared places for checkpoints and trainers.
/// </summary>
public sealed class CommandClusterTests
{
    private const string Name = "digits";

    private static readonly object Search = new
    {
        trainer = Name,
        space = new { learningRate = new[] { 0.05 }, hyperparameters = new { hidden = new[] { 8, 16 } } },
        // So many that the trials still run when the worker is killed.
        epochs = 40,
        seed = 7,
    };

    [Fact]
    public async Task The_trial_of_a_worker_that_is_gone_goes_on_elsewhere_from_its_checkpoint_to_the_same_figures()
    {
        ProgramProcess.NeedPython();
        using var shared = new Home();
        Lay(shared.Path);
        await using var cluster = await ClusterProcesses.Start(
            controls: 1, workers: 2, "simulated:1", apart: new Dictionary<string, string>
            {
                ["Paretune__Checkpoints"] = Directory.CreateDirectory(Path.Combine(shared.Path, "checkpoints")).FullName,
                ["Paretune__Trainers"] = shared.Path,
            });
        var undisturbed = await cluster.Submit(Search);
        await cluster.Ended(undisturbed);

        var id = await cluster.Submit(Search);
        var (holders, trial) = (new Dictionary<int, string>(), 0);
        await cluster.Until(id, entry =>
        {
            switch (entry.Deserialize<LedgerEntry>(ParetuneJson.Options))
            {
                case AttemptStarted started:
                    holders[started.Trial] = started.Worker.Silo;
                    return false;
                case EpochReported { Report: { Epoch: 2, Trial.Number: var number } }:
                    trial = number;
                    return true;
                default:
                    return false;
            }
        });
        await cluster.Workers.Single(worker => worker.Name == holders[trial]).Silo.Kill();
        await cluster.Ended(id);

        var reports = (await LedgerAudit.From(cluster.Database.Connection, id)).Reports.Select(one => one.Report)
            .Where(report => report.Trial.Number == trial).ToList();
        Assert.Equal(Enumerable.Range(1, 40), reports.Select(report => report.Epoch));
        Assert.Equal([1, 2], reports.Select(report => report.Attempt).Distinct());
        Assert.Equal(await cluster.Table(undisturbed), await cluster.Table(id));
    }

    /// <summary>Installs the example as its page describes.</summary>
    private static void Lay(string trainers)
    {
        var folder = Directory.CreateDirectory(Path.Combine(trainers, Name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples", "python-digits")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.Copy(Path.Combine(Repository.Root, "clients", "python", "paretune", "__init__.py"), Path.Combine(folder, "paretune.py"));
    }
}
