using System.Diagnostics;
using Npgsql;

namespace Paretune.EndToEnd.Tests;

/// <summary>The scripts of k8s/components/postgres, on the ledger of a running cluster.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly Home _backups = new();
    private ClusterProcesses? _cluster;

    private ClusterProcesses Cluster => _cluster!;

    public async ValueTask InitializeAsync() => _cluster = await ClusterProcesses.Start(controls: 1, workers: 1, devices: "simulated:2");

    [Fact]
    public async Task A_ledger_that_is_lost_comes_back_from_its_backup_and_the_search_goes_on_to_the_same_end()
    {
        var id = await Cluster.Submit(ChaosCluster.Search(epochSeconds: 0.1));
        await Cluster.Until(id, SearchEvents.Reports(20));
        var dump = (await Script("backup.sh", _backups.Path)).Output.Trim();
        await Cluster.Ended(id);
        var undisturbed = await Cluster.Table(id);
        var beside = await Script("restore.sh", dump);
        foreach (var member in Cluster.Controls.Concat(Cluster.Workers))
            await member.Silo.Terminate();
        await Run("DROP TABLE entries; DELETE FROM searches");

        var restored = await Script("restore.sh", dump);
        var again = await Script("restore.sh", dump);
        await Cluster.Repair();
        await Cluster.Ended(id);

        Assert.Equal(
            (1, true), (beside.Exit, beside.Output.Contains("scale control, worker and dashboard to 0 first", StringComparison.Ordinal)));
        Assert.StartsWith("1 searches, ", restored.Output, StringComparison.Ordinal);
        Assert.Equal((0, restored.Output.Split('\n')[0]), (again.Exit, again.Output.Split('\n')[0]));
        Assert.Equal(undisturbed, await Cluster.Table(id));
    }

    [Fact]
    public async Task A_backup_of_an_older_version_is_restored_and_a_newer_one_can_update_its_tables_again()
    {
        foreach (var member in Cluster.Controls.Concat(Cluster.Workers))
            await member.Silo.Terminate();
        // What was added since that version.
        await Run(
            "DROP TABLE notifications; ALTER TABLE entries DROP COLUMN result, DROP COLUMN class_mean; "
                + "UPDATE paretune_version SET version = 8");
        var dump = (await Script("backup.sh", _backups.Path)).Output.Trim();
        await Update();

        var restored = await Script("restore.sh", dump);

        Assert.Equal((0, "0 searches, 0 entries are back"), (restored.Exit, restored.Output.Trim()));
        await Update();
    }

    [Fact]
    public async Task A_dump_that_is_cut_off_changes_nothing()
    {
        await Cluster.Submit(ChaosCluster.Search(epochSeconds: 0.1));
        foreach (var member in Cluster.Controls.Concat(Cluster.Workers))
            await member.Silo.Terminate();
        var dump = (await Script("backup.sh", _backups.Path)).Output.Trim();
        await using (var file = File.OpenWrite(dump))
            file.SetLength(file.Length - 200);

        var restored = await Script("restore.sh", dump);

        Assert.NotEqual(0, restored.Exit);
        Assert.Equal(1L, await Run("SELECT count(*) FROM searches"));
    }

    [Fact]
    public async Task Only_the_newest_dumps_are_kept_and_a_database_that_is_away_leaves_none()
    {
        foreach (var old in (string[])["paretune-20200101T000000Z.dump", "paretune-20210101T000000Z.dump", "notes.txt"])
            await File.WriteAllTextAsync(Path.Combine(_backups.Path, old), "old");
        var dump = (await Script("backup.sh", _backups.Path, "2")).Output.Trim();
        await Cluster.Database.Stop();

        var away = await Script("backup.sh", _backups.Path, "2");
        await Cluster.Database.Resume();

        Assert.NotEqual(0, away.Exit);
        Assert.Equal(
            ["notes.txt", "paretune-20210101T000000Z.dump", Path.GetFileName(dump)],
            Directory.GetFiles(_backups.Path).Select(file => Path.GetFileName(file)).Order());
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        _backups.Dispose();
    }

    private async Task<object?> Run(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Cluster.Database.Connection);
#pragma warning disable CA2100 // The statements of these tests.
        await using var command = database.CreateCommand(sql);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Brings the tables up to date, as every process does at its start.</summary>
    private async Task Update()
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Silo, "migrate"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["ConnectionStrings__Ledger"] = Cluster.Database.Connection;
        using var process = Process.Start(start)!;
        var wrong = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, wrong);
    }

    private async Task<(int Exit, string Output)> Script(string name, params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "k8s", "components", "postgres", name);
        var start = new ProcessStartInfo("bash", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var database = new NpgsqlConnectionStringBuilder(Cluster.Database.Connection);
        start.Environment["PATH"] =
            $"{Path.GetDirectoryName(Testing.PostgresServer.Find("pg_dump"))}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["PATIENCE"] = "2";
        start.Environment["PGHOST"] = database.Host;
        start.Environment["PGPORT"] = $"{database.Port}";
        start.Environment["PGUSER"] = database.Username;
        start.Environment["PGDATABASE"] = database.Database;
        using var process = Process.Start(start)!;
        var (told, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await told + await wrong);
    }
}
