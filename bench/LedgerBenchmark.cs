using System.Diagnostics;
using Paretune.Grains.Ledger;

namespace Paretune.Bench;

/// <summary>
/// Measures durable reports per second into the SQLite ledger, by one search that waits for each and by many concurrent searches, which
/// share flushes.
/// </summary>
internal static class LedgerBenchmark
{
    private const int Searches = 64, Reports = 50, Rounds = 5;

    public static IEnumerable<Row> Run()
    {
        var folder = Directory.CreateTempSubdirectory("paretune-bench");
        try
        {
            using var ledger = new SqliteLedger(Path.Combine(folder.FullName, "ledger.sqlite"));
            var pairs = Enumerable.Range(0, Rounds).Select(
                round => (One: Rate(ledger, round, searches: 1), Many: Rate(ledger, round, Searches))).Skip(1).ToList();
            var (one, many) = (Statistics.Median(pairs.Select(pair => pair.One)), Statistics.Median(pairs.Select(pair => pair.Many)));
            yield return new("reports, one search waiting for each", one, "1/s");
            yield return new($"reports, {Searches} searches at once", many, "1/s");
            yield return new("group commit: many / one", many / one, "×", Goal: 2);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Rate(SqliteLedger ledger, int round, int searches)
    {
        var started = Stopwatch.GetTimestamp();
        Task.WaitAll(Enumerable.Range(0, searches).Select(search => Task.Run(() => Fill(ledger, new($"r{round}of{searches}s{search}")))));
        return searches * Reports / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task Fill(SqliteLedger ledger, SearchId search)
    {
        var generation = await ledger.Claim(search, default);
        for (var epoch = 1; epoch <= Reports; epoch++)
            await ledger.Append(search, generation, [Entry(search, epoch)], default);
    }

    private static EpochReported Entry(SearchId search, int epoch) => new(
        new()
        {
            Trial = new(search, 1),
            Attempt = 1,
            Epoch = epoch,
            TrainLoss = 1.25,
            TrainAccuracy = 0.5,
            ValidationLoss = 1.5,
            Accuracy = 0.45,
            ClassAccuracy = [.. Enumerable.Repeat(0.45, 10)],
            LearningRate = 0.001,
            Seconds = 60,
            ImagesPerSecond = 700,
            PeakMemoryBytes = 1 << 30,
        },
        Decision.Continue)
    { Sequence = epoch, At = DateTimeOffset.UnixEpoch };
}
