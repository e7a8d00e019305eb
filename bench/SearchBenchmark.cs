using System.Collections.Concurrent;
using System.Diagnostics;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Bench;

/// <summary>One large search: durable reports a second into it, how long an answer takes, how soon it is back, and what a trial costs.</summary>
internal static class SearchBenchmark
{
    private const int Epochs = 100;

    public static IEnumerable<Row> Run() =>
        ((string[])["sqlite", "postgres"]).SelectMany(ledger => Measure(ledger).GetAwaiter().GetResult());

    private static async Task<List<Row>> Measure(string ledger)
    {
        await using var silo = await BenchSilo.Start(ledger, devices: 1);
        await Reports(silo, trials: 256);
        var (small, large) = (await Reports(silo, trials: 1000), await Reports(silo, trials: 10_000));
        var (few, many) = (await Load(silo, trials: 1000), await Load(silo, trials: 10_000));
        return
        [
            new($"durable reports into one search of 1,000 trials, {ledger}", small.Rate, "1/s", 5000),
            new($"durable reports into one search of 10,000 trials, {ledger}", large.Rate, "1/s", 5000),
            new($"cost of a report, 10,000 trials / 1,000, {ledger}", small.Rate / large.Rate, "×", 1.25, AtMost: true),
            new($"p99 of a report's answer at 1,000 a second, {ledger}", large.P99, "ms", 50, AtMost: true),
            new($"10,000 trials of 100 epochs: back after, {ledger}", many.Seconds, "s", 5, AtMost: true),
            new($"memory of a trial of 100 epochs, {ledger}", many.BytesPerTrial / 1024, "KiB"),
            new($"memory of a trial, 10,000 trials / 1,000, {ledger}", many.BytesPerTrial / few.BytesPerTrial, "×", 1.25, AtMost: true),
        ];
    }

    private static async Task<(double Rate, double P99)> Reports(BenchSilo silo, int trials)
    {
        const int Workers = 256, Each = 80;
        var search = await BenchSearch.Start(silo.Grains, 100, trials, epochs: 1000, seconds: 1000);
        var leases = new List<Lease>();
        for (var worker = 0; worker < Workers; worker++)
            leases.Add((await search.Lease(new("bench", $"simulated:{worker}", "1")))!);
        await Task.WhenAll(leases.Select(lease => search.Judge(BenchSearch.Report(lease, 1))));

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(leases.Select(lease => Task.Run(async () =>
        {
            for (var epoch = 2; epoch < 2 + Each; epoch++)
                await search.Judge(BenchSearch.Report(lease, epoch));
        })));
        var rate = Workers * Each / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var p99 = await AnswerTimes(search, leases, first: 2 + Each);
        await search.Cancel();
        return (rate, p99);
    }

    /// <summary>Ten seconds of a thousand reports a second, whether or not earlier ones have been answered.</summary>
    private static async Task<double> AnswerTimes(ISearchGrain search, List<Lease> leases, int first)
    {
        var times = new ConcurrentBag<double>();
        var asked = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tick = 0; tick < 500 && await timer.WaitForNextTickAsync(); tick++)
            for (var i = 0; i < 20; i++)
                asked.Add(Ask(tick * 20 + i));
        await Task.WhenAll(asked);
        double[] sorted = [.. times.Order()];
        return sorted[(int)(sorted.Length * 0.99)];

        async Task Ask(int number)
        {
            var began = Stopwatch.GetTimestamp();
            await search.Judge(BenchSearch.Report(leases[number % leases.Count], first + number / leases.Count));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    /// <summary>Writes a search as it is after all epochs but the last and asks for it anew.</summary>
    private static async Task<(double Seconds, double BytesPerTrial)> Load(BenchSilo silo, int trials)
    {
        var id = new SearchId(Guid.NewGuid().ToString("N")[..8]);
        await Fill(silo.Service<ILedger>(), id, trials);
        await silo.Restart();

        var started = Stopwatch.GetTimestamp();
        await silo.Grains.GetGrain<ISearchGrain>(id.Value).Show();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (seconds, await Memory(silo.Service<ILedger>(), id) / (double)trials);
    }

    private static async Task Fill(ILedger ledger, SearchId id, int trials)
    {
        var spec = BenchSearch.Spec(100, trials, Epochs + 1, 1);
        var search = new Search(id);
        var generation = await ledger.Claim(id, default);
        var now = DateTimeOffset.UnixEpoch;
        await ledger.Append(id, generation, search.Start(spec, BenchSearch.Dataset, Candidates.Of(spec, 10), now).Entries, default);
        for (var trial = 1; trial <= trials; trial++)
        {
            var leased = search.Lease(new("bench", $"simulated:{trial}", "1"), now);
            List<LedgerEntry> entries = [.. leased.Entries];
            for (var epoch = 1; epoch <= Epochs; epoch++)
                entries.AddRange(search.Judge(BenchSearch.Report(leased.Answer!, epoch), now).Entries);
            await ledger.Append(id, generation, entries, default);
        }
    }

    /// <summary>Bytes that a search holds, garbage aside.</summary>
    private static async Task<long> Memory(ILedger ledger, SearchId id)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var search = new Search(id);
        await foreach (var entry in ledger.Load(id, default))
            search.Apply(entry);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(search);
        return held;
    }
}
