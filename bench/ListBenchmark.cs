using Paretune.Grains.Ledger;
using Paretune.Testing;
using Paretune.Tuning.Searches;

namespace Paretune.Bench;

/// <summary>
/// Measures listing searches that have ended, with 100 trials each, on a server that has just started with nothing in memory.
/// </summary>
internal static class ListBenchmark
{
    private const int Trials = 100, Epochs = 1, PageLength = 100, Starts = 5;

    public static IEnumerable<Row> Run() => Measure().GetAwaiter().GetResult();

    private static async Task<List<Row>> Measure()
    {
        var rows = new List<Row>();
        foreach (var database in new[] { "SQLite", "PostgreSQL" })
            rows.AddRange(await Measure(database));
        return rows;
    }

    private static async Task<List<Row>> Measure(string database)
    {
        var home = Directory.CreateTempSubdirectory("paretune-bench");
        await using var server = database == "PostgreSQL" ? await PostgresServer.Start() : null;
        try
        {
            var (first, few) = (new List<Listing>(), new List<Listing>());
            await Fill(home.FullName, server?.Connection, from: 0, to: 1000);
            for (var start = 0; start < Starts; start++)
                few.Add(await Cold(home.FullName, server?.Connection));
            await Fill(home.FullName, server?.Connection, from: 1000, to: 10_000);
            for (var start = 0; start < Starts; start++)
                first.Add(await Cold(home.FullName, server?.Connection));
            return
            [
                new($"{database}: 1,000 searches in one list, first call of a cold server, median of {Starts}",
                    Median(few, list => list.Cold), "ms", 200, AtMost: true),
                new($"{database}: the same, second call", Median(few, list => list.Warm), "ms"),
                new($"{database}: 10,000 searches, first call of a cold server, a page of {PageLength}",
                    Median(first, list => list.ColdPage), "ms", 1000, AtMost: true),
                new($"{database}: the same, the next page", Median(first, list => list.WarmPage), "ms"),
                new($"{database}: 10,000 searches, all {10_000 / SearchQuery.LargestPage} pages of {SearchQuery.LargestPage}",
                    Median(first, list => list.Pages), "ms"),
                new($"{database}: 10,000 searches, filtered by text and state", Median(first, list => list.Filtered), "ms"),
            ];
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static double Median(IEnumerable<Listing> lists, Func<Listing, double> figure) => Statistics.Median(lists.Select(figure));

    /// <summary>Measures list requests after one start of a server. The two kinds of first request use separate starts.</summary>
    private static async Task<Listing> Cold(string home, string? connection)
    {
        var (cold, warm) = await OnNewSilo(
            home, connection, async api => (await api.Time("/api/searches?limit=1000"), await api.Time("/api/searches?limit=1000")));
        return await OnNewSilo(home, connection, async api =>
        {
            var coldPage = await api.Time($"/api/searches?limit={PageLength}");
            var warmPage = await api.Time(api.Next!);
            var pages = 0.0;
            for (var next = $"/api/searches?limit={SearchQuery.LargestPage}"; next is not null; next = api.Next)
                pages += await api.Time(next);
            return new Listing(cold, warm, coldPage, warmPage, pages, await api.Time("/api/searches?state=completed&text=search%20999"));
        });
    }

    private static async Task<T> OnNewSilo<T>(string home, string? connection, Func<TimedApi, Task<T>> measure)
    {
        await using var silo = await BenchProcess.Start(home, "--Paretune:Devices=simulated:1", $"--ConnectionStrings:Ledger={connection}");
        using var api = new TimedApi(silo.Address);
        return await measure(api);
    }

    private static async Task Fill(string home, string? connection, int from, int to)
    {
        await using var database = connection is null ? null : await PostgresDatabase.Open(connection, TimeSpan.Zero, default);
        await using var file = connection is null ? new SqliteLedger(Path.Combine(home, "ledger.sqlite")) : null;
        ILedger ledger = database is null ? file! : new PostgresLedger(database);
        await Parallel.ForAsync(from, to, async (number, _) => await Fill(ledger, number));
    }

    private static async Task Fill(ILedger ledger, int number)
    {
        var id = new SearchId($"s{number:0000000}");
        var spec = BenchSearch.Spec(10, Trials, Epochs, 0.01) with { Name = $"search {number}" };
        var search = new Search(id);
        var now = DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(number);
        List<LedgerEntry> entries = [.. search.Start(spec, BenchSearch.Dataset, now, "bench").Entries];
        while (search.Lease(new("bench", "cpu", "1"), now) is { Answer: { } lease } leased)
        {
            entries.AddRange(leased.Entries);
            if (lease.Kind == LeaseKind.Test)
                entries.AddRange(
                    search.Judge(new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = 0.4, Loss = 1 }, now).Entries);
            else
                for (var epoch = 1; epoch <= Epochs; epoch++)
                    entries.AddRange(search.Judge(BenchSearch.Report(lease, epoch), now).Entries);
        }

        await ledger.Append(id, await ledger.Claim(id, default), entries, search.Show(), default);
    }

    private sealed record Listing(double Cold, double Warm, double ColdPage, double WarmPage, double Pages, double Filtered);
}
