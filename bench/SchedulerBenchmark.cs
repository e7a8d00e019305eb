using System.Diagnostics;

namespace Paretune.Bench;

/// <summary>
/// Measures the cluster's overhead with epochs of fixed duration, for which the ideal time is known. The goals are stricter than the best
/// published results of comparable systems (715 s and 248 s for the same loads on their own machines).
/// </summary>
internal static class SchedulerBenchmark
{
    public static IEnumerable<Row> Run() => Both(LongTrials);

    public static IEnumerable<Row> RunReports() => Both(ManyReports);

    /// <summary>A tenth of the load, to detect regressions within two minutes.</summary>
    public static IEnumerable<Row> RunShort() =>
        Both(ledger => Measure(
            ledger, "1,000 trials of 1 s on 16 devices", devices: 16, side: 32, trials: 1000, epochs: 1, seconds: 1, goal: 70));

    private static IEnumerable<Row> Both(Func<string, Task<Row>> measure) =>
        ((string[])["sqlite", "postgres"]).Select(ledger => measure(ledger).GetAwaiter().GetResult());

    private static Task<Row> LongTrials(string ledger) =>
        Measure(ledger, "10,000 trials of 1 s on 16 devices", devices: 16, side: 100, trials: 10_000, epochs: 1, seconds: 1, goal: 640);

    /// <summary>Uses a thousand tasks and not worker threads, because switching between those would occupy two cores.</summary>
    private static async Task<Row> ManyReports(string ledger)
    {
        const int Trials = 1000, Epochs = 1000;
        await using var silo = await BenchSilo.Start(ledger, devices: 1);
        var started = Stopwatch.GetTimestamp();
        var search = await BenchSearch.Start(silo.Grains, side: 32, Trials, Epochs, seconds: 0.1);
        var workers = Enumerable.Range(1, Trials).Select(
            number => BenchWorker.Run(silo.Grains, number, TimeSpan.FromSeconds(0.1))).ToList();
        await BenchSearch.Ended(search);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.WhenAll(workers);
        return new($"1,000 trials with 10 reports a second for 100 s, {ledger}", seconds, "s", 110, AtMost: true);
    }

    private static async Task<Row> Measure(
        string ledger, string name, int devices, int side, int trials, int epochs, double seconds, double goal)
    {
        await using var silo = await BenchSilo.Start(ledger, devices);
        var started = Stopwatch.GetTimestamp();
        var search = await BenchSearch.Start(silo.Grains, side, trials, epochs, seconds);
        await BenchSearch.Ended(search);
        return new($"{name}, {ledger}", Stopwatch.GetElapsedTime(started).TotalSeconds, "s", goal, AtMost: true);
    }
}
