using System.Collections.Concurrent;
using System.Diagnostics;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Bench;

/// <summary>Measures one large search: durable reports per second, response times, the time to reload it, and memory per trial.</summary>
internal static class SearchBenchmark
{
    private const int Epochs = 100, Workers = 256;

    public static IEnumerable<Row> Run() =>
        ((string[])["sqlite", "postgres"]).SelectMany(ledger => Measure(ledger).GetAwaiter().GetResult());

    private static async Task<List<Row>> Measure(string ledger)
    {
        await using var silo = await BenchSilo.Start(ledger, devices: 1);
        await Rate(silo, trials: 300);
        var pairs = new List<(double Small, double Large)>();
        for (var pair = 0; pair < 5; pair++)
            pairs.Add((await Rate(silo, trials: 1000), await Rate(silo, trials: 10_000)));
        var (small, large) = (Statistics.Median(pairs.Select(pair => pair.Small)), Statistics.Median(pairs.Select(pair => pair.Large)));
        var (answer, flush) = await Answers(silo, trials: 10_000);
        var (few, many) = (await Load(silo, trials: 1000), await Load(silo, trials: 10_000));
        return
        [
            new($"durable reports into one search of 1,000 trials (median of 5), {ledger}", small, "1/s", 5000),
            new($"durable reports into one search of 10,000 trials (median of 5), {ledger}", large, "1/s", 5000),
            new($"cost of a report, 10,000 trials / 1,000, {ledger}", small / large, "×", 1.25, AtMost: true),
            new($"p99 of the response time at 1,000 reports a second (median of 5), {ledger}", answer, "ms", 50, AtMost: true),
            new($"p99 of the wait for a bare flush of 4 KiB at the same time, {ledger}", flush, "ms"),
            new($"10,000 trials of 100 epochs: from silo start until the search answers, {ledger}", many.Seconds, "s", 5, AtMost: true),
            new($"memory of a trial of 100 epochs, {ledger}", many.BytesPerTrial / 1024, "KiB"),
            new($"memory of a trial, 10,000 trials / 1,000, {ledger}", many.BytesPerTrial / few.BytesPerTrial, "×", 1.25, AtMost: true),
        ];
    }

    private static async Task<(ISearchGrain Search, List<Lease> Leases)> Leased(BenchSilo silo, int trials)
    {
        var search = await BenchSearch.Start(silo.Grains, 100, trials, epochs: 1000, seconds: 1000);
        var leases = new List<Lease>();
        for (var worker = 0; worker < Workers; worker++)
            leases.Add((await search.Lease(new("bench", $"simulated:{worker}", "1")))!);
        await Task.WhenAll(leases.Select(lease => search.Judge(BenchSearch.Report(lease, 1))));
        return (search, leases);
    }

    private static async Task<double> Rate(BenchSilo silo, int trials)
    {
        const int Each = 80;
        var (search, leases) = await Leased(silo, trials);

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(leases.Select(lease => Task.Run(async () =>
        {
            for (var epoch = 2; epoch < 2 + Each; epoch++)
                await search.Judge(BenchSearch.Report(lease, epoch));
        })));
        var rate = Workers * Each / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await search.Cancel();
        return rate;
    }

    /// <summary>Returns medians over five periods of ten seconds: of the response time, and of a bare flush to the same disk.</summary>
    private static async Task<(double Answer, double Flush)> Answers(BenchSilo silo, int trials)
    {
        var (search, leases) = await Leased(silo, trials);
        var runs = new List<(double Answer, double Flush)>();
        for (var run = 0; run < 5; run++)
        {
            await using var disk = DiskProbe.Start(silo.Home);
            var answer = await AnswerTimes(search, leases, run);
            runs.Add((answer, await disk.P99()));
        }

        await search.Cancel();
        return (Statistics.Median(runs.Select(run => run.Answer)), Statistics.Median(runs.Select(run => run.Flush)));
    }

    /// <summary>Sends a thousand reports a second for ten seconds, whether or not earlier ones have been answered.</summary>
    private static async Task<double> AnswerTimes(ISearchGrain search, List<Lease> leases, int run)
    {
        const int Ticks = 500, PerTick = 20;
        var times = new ConcurrentBag<double>();
        var asked = new List<Task>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tick = 0; tick < Ticks && await timer.WaitForNextTickAsync(); tick++)
            for (var i = 0; i < PerTick; i++)
                asked.Add(Ask((run * Ticks + tick) * PerTick + i));
        await Task.WhenAll(asked);
        return Statistics.P99(times);

        async Task Ask(int number)
        {
            var began = Stopwatch.GetTimestamp();
            var decision = await search.Judge(BenchSearch.Report(leases[number % leases.Count], 2 + number / leases.Count));
            if (decision.Kind != DecisionKind.Continue)
                throw new InvalidOperationException($"report {number} was answered with {decision.Kind}: {decision.Reason}");
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    /// <summary>Writes a search that has trained all epochs but the last, and loads it in a new silo.</summary>
    private static async Task<(double Seconds, double BytesPerTrial)> Load(BenchSilo silo, int trials)
    {
        var id = new SearchId(Guid.NewGuid().ToString("N")[..8]);
        await Fill(silo.Service<ILedger>(), id, trials);
        await silo.Stop();

        var started = Stopwatch.GetTimestamp();
        await silo.Start(devices: 1);
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
        await ledger.Append(id, generation, search.Start(spec, BenchSearch.Dataset, now).Entries, default);
        for (var trial = 1; trial <= trials; trial++)
        {
            var leased = search.Lease(new("bench", $"simulated:{trial}", "1"), now);
            List<LedgerEntry> entries = [.. leased.Entries];
            for (var epoch = 1; epoch <= Epochs; epoch++)
                entries.AddRange(search.Judge(BenchSearch.Report(leased.Answer!, epoch), now).Entries);
            await ledger.Append(id, generation, entries, default);
        }
    }

    /// <summary>Returns the bytes that a search holds, after garbage collection.</summary>
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
