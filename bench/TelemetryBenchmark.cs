using System.Diagnostics;
using System.Net;
using Paretune.Silo.Start;

namespace Paretune.Bench;

/// <summary>
/// Measures what telemetry costs a report: the same reports into a standalone silo without metrics, with its default metrics, and with
/// traces that are also sent to a collector in this process, which discards them.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Rounds = 5, Workers = 64, Each = 100;

    public static IEnumerable<Row> Run() => Measure().GetAwaiter().GetResult();

    private static async Task<Row[]> Measure()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort.Find()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        _ = Discard(collector);
        string[] sent = [$"--OTEL_EXPORTER_OTLP_ENDPOINT={address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"];
        var rounds = new List<(double Off, double On, double Sent)>();
        for (var round = 0; round < Rounds; round++)
            rounds.Add((await Silo("--OTEL_SDK_DISABLED=true"), await Silo(), await Silo(sent)));
        return
        [
            new($"durable reports, telemetry off (median of {Rounds})", Statistics.Median(rounds.Select(round => round.Off)), "1/s"),
            new("with default metrics, relative to off (median of ratios)", Statistics.Median(rounds.Select(round => round.On / round.Off)),
                "×", 0.9),
            new("with traces sent as well, at least one span per report, relative to off",
                Statistics.Median(rounds.Select(round => round.Sent / round.Off)), "×"),
        ];
    }

    /// <summary>One silo at a time, because a listener receives the telemetry of the whole process.</summary>
    private static async Task<double> Silo(params string[] settings)
    {
        await using var silo = await BenchSilo.Start("sqlite", devices: 1, settings);
        await Rate(silo);
        return await Rate(silo);
    }

    /// <summary>Sends reports to the trials' grains, as workers do; each worker waits for its answer.</summary>
    private static async Task<double> Rate(BenchSilo silo)
    {
        var search = await BenchSearch.Start(silo.Grains, 100, trials: 300, epochs: 1000, seconds: 1000);
        var leases = new List<Lease>();
        for (var worker = 0; worker < Workers; worker++)
            leases.Add((await search.Lease(new("bench", $"simulated:{worker}", "1")))!);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(leases.Select(lease => Task.Run(() => Report(silo, lease))));
        var rate = Workers * Each / Stopwatch.GetElapsedTime(started).TotalSeconds;
        await search.Cancel();
        return rate;
    }

    private static async Task Report(BenchSilo silo, Lease lease)
    {
        using var source = new ActivitySource(TelemetryNames.Source);
        var trial = silo.Grains.GetGrain<ITrialGrain>(lease.Trial.ToString());
        for (var epoch = 1; epoch <= Each; epoch++)
        {
            using var span = source.StartActivity(TelemetryNames.Epoch);
            await trial.Signal(BenchSearch.Report(lease, epoch));
        }
    }

    private static async Task Discard(HttpListener collector)
    {
        while (collector.IsListening)
        {
            var context = await collector.GetContextAsync();
            await context.Request.InputStream.CopyToAsync(Stream.Null);
            context.Response.ContentType = "application/x-protobuf";
            context.Response.Close();
        }
    }
}
