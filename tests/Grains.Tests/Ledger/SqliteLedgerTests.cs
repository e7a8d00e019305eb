using Microsoft.Data.Sqlite;
using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Tests.Ledger;

public sealed class SqliteLedgerTests : LedgerContract, IDisposable
{
    private static readonly string[] RowColumns =
        ["state", "owner", "dataset", "words", "summary", "summary_sequence", "tags", "archived", "deleted", "erased"];

    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private SqliteLedger _ledger;

    public SqliteLedgerTests() => _ledger = new(Path);

    protected override ILedger Ledger => _ledger;

    private string Path => System.IO.Path.Combine(_folder, "ledger.sqlite");

    protected override void Reopen()
    {
        _ledger.Dispose();
        _ledger = new(Path);
    }

    protected override Task<long> Kept(SearchId search) =>
        Task.FromResult((long)Execute($"SELECT count(*) FROM entries WHERE search = '{search}'")!);

    [Fact]
    public void A_second_ledger_on_the_same_file_is_refused()
    {
        var refused = Assert.Throws<LedgerUnusableException>(() => new SqliteLedger(Path));

        Assert.StartsWith($"the ledger {Path} can be used by one process at a time, but another one is using it", refused.Message);
    }

    [Fact]
    public void A_ledger_from_a_newer_version_is_refused_and_left_as_it_is()
    {
        _ledger.Dispose();
        Execute("PRAGMA user_version = 12");

        var refused = Assert.Throws<LedgerUnusableException>(() => new SqliteLedger(Path));

        Assert.Equal($"the ledger {Path} has version 12, but this program supports versions up to 11; start a newer Paretune",
            refused.Message);
        Assert.Equal(12L, Execute("PRAGMA user_version"));
    }

    [Fact]
    public async Task A_ledger_of_the_first_version_is_brought_up_to_date_with_all_that_is_in_it()
    {
        var search = Sample.NewId();
        await _ledger.Append(
            search, await _ledger.Claim(search, default), [new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1 }], default);
        _ledger.Dispose();
        Execute(
            "DROP INDEX entries_results; ALTER TABLE entries DROP COLUMN result; "
            + "DROP INDEX entries_others; CREATE INDEX entries_trials ON entries (search, trial, sequence) WHERE trial IS NOT NULL; DROP "
            + "TABLE keys; "
            + "ALTER TABLE entries DROP COLUMN loss; ALTER TABLE entries DROP COLUMN accuracy; ALTER TABLE entries DROP COLUMN seconds; "
            + "ALTER TABLE entries DROP COLUMN top_five; ALTER TABLE entries DROP COLUMN balanced; "
            + "ALTER TABLE entries DROP COLUMN class_mean; "
            + "DROP INDEX searches_created; DROP INDEX searches_deleted; DROP TABLE notifications; "
            + string.Concat(RowColumns.Select(column => $"ALTER TABLE searches DROP COLUMN {column}; "))
            + "PRAGMA user_version = 1");

        _ledger = new(Path);

        Assert.Equal(11L, Execute("PRAGMA user_version"));
        Assert.Equal([search], (await _ledger.Searches(default)).Select(listed => listed.Id));
        Assert.Equal([new(search, false)], await _ledger.Rows.Behind(default));
        Assert.Empty(await new SqliteKeyStore(_ledger).All(default));
    }

    [Fact]
    public async Task Reports_that_were_written_before_the_mean_of_classes_was_stored_are_loaded_whole()
    {
        var search = Sample.NewId();
        var report = Sample.Report(new(search, 1), 1, 1) with { ClassAccuracy = [0.75, 0.25] };
        await _ledger.Append(
            search, await _ledger.Claim(search, default),
            [
                new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1 },
                new EpochReported(report, Decision.Continue) { Sequence = 2 },
            ], default);
        _ledger.Dispose();
        Execute("ALTER TABLE entries DROP COLUMN class_mean; PRAGMA user_version = 10");

        _ledger = new(Path);

        var loaded = (await _ledger.Load(search, default).ToListAsync()).OfType<EpochReported>().Single();
        Assert.Equal([0.75, 0.25], loaded.Report.ClassAccuracy);
    }

    [Fact]
    public void A_file_that_is_no_ledger_is_refused()
    {
        _ledger.Dispose();
        File.WriteAllText(Path, string.Join(' ', Enumerable.Repeat("no ledger", 100)));

        var refused = Assert.Throws<LedgerUnusableException>(() => new SqliteLedger(Path));

        Assert.StartsWith($"the ledger {Path} must be a writable SQLite file", refused.Message);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        var file = System.IO.Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<LedgerUnusableException>(() => new SqliteLedger(System.IO.Path.Combine(file, "ledger.sqlite")));

        Assert.StartsWith($"the ledger's folder must be writable, but {file} is not", refused.Message);
    }

    [Fact]
    public async Task A_refused_ledger_can_be_opened_once_the_cause_is_gone()
    {
        var search = Sample.NewId();
        Assert.Throws<LedgerUnusableException>(() => new SqliteLedger(Path));
        _ledger.Dispose();

        using var next = new SqliteLedger(Path);

        await next.Append(
            search, await next.Claim(search, default), [new SearchStarted(Sample.Spec, Sample.Dataset, "") { Sequence = 1 }], default);
        Assert.Equal([search], (await next.Searches(default)).Select(listed => listed.Id));
    }

    [Fact]
    public async Task A_write_to_a_closed_ledger_is_refused()
    {
        _ledger.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _ledger.Claim(Sample.NewId(), default));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private object? Execute(string pragma)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants and ids above.
        command.CommandText = pragma;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
