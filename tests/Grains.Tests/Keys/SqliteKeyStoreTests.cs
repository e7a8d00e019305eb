using Paretune.Grains.Keys;
using Paretune.Grains.Ledger;

namespace Paretune.Grains.Tests.Keys;

public sealed class SqliteKeyStoreTests : KeyStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune").FullName;
    private SqliteLedger _ledger;

    public SqliteKeyStoreTests() => _ledger = Open();

    protected override IKeyStore Keys => new SqliteKeyStore(_ledger);

    protected override void Reopen()
    {
        _ledger.Dispose();
        _ledger = Open();
    }

    [Fact]
    public async Task Keys_are_kept_while_the_ledger_is_written()
    {
        var search = Sample.NewId();
        var generation = await _ledger.Claim(search, default);

        var writes = Enumerable.Range(0, 20).Select(number => Task.WhenAll(
            Keys.Add(new($"id{number}", $"name{number}", KeyScope.Read, "", Sample.Noon), default),
            _ledger.Claim(Sample.NewId(), default)));
        await Task.WhenAll(writes);

        Assert.Equal(20, (await Keys.All(default)).Count);
        Assert.Equal(generation + 1, await _ledger.Claim(search, default));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteLedger Open() => new(Path.Combine(_folder, "ledger.sqlite"));
}
