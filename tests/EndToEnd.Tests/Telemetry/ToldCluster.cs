namespace Paretune.EndToEnd.Tests.Telemetry;

/// <summary>
/// A control silo and a worker that send telemetry to a collector, with one search of one trial. Both are killed after its first epoch, so
/// that a second attempt completes it.
/// </summary>
public sealed class ToldCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly object Submitted = new
    {
        name = "told",
        dataset = "shapes",
        space = new { dilation = new[] { 1 }, width = new[] { 0.125 }, resolution = new[] { 0.5 } },
        baseResolution = 32,
        epochs = 3,
        batchSize = 16,
    };

    private ClusterProcesses? _cluster;

    internal OtlpReceiver Collector { get; } = new();
    internal string Search { get; private set; } = "";

    /// <summary>The metrics of each process, scraped after the search has ended.</summary>
    internal Dictionary<string, string> Scrapes { get; } = [];

    /// <summary>The console output of each process since its restart.</summary>
    internal Dictionary<string, string> Consoles { get; } = [];

    internal ToldSpan Submit => Collector.Spans.Single(span => span.Name == "submit");

    /// <summary>Returns the root span of a completed attempt.</summary>
    internal ToldSpan Attempt(string kind) =>
        Collector.Spans.Single(span => span.Name == "attempt" && span.Attributes["paretune.kind"] == kind);

    internal IReadOnlyList<ToldSpan> TraceOf(ToldSpan root) => [.. Collector.Spans.Where(span => span.Trace == root.Trace)];

    public async ValueTask InitializeAsync()
    {
        _cluster = await ClusterProcesses.Start(controls: 1, workers: 1, devices: "cpu", apart: new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = Collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["Paretune__LogFormat"] = "json",
        });
        Search = await _cluster.Submit(Submitted);
        await _cluster.Until(Search, SearchEvents.Reports(count: 1));
        _cluster.Workers.Single().Silo.Freeze();
        await Collector.Until(told => told.Spans.Any(span => span.Name == "submit"), Patience);
        foreach (var member in _cluster.Workers.Concat(_cluster.Controls).ToList())
            await member.Silo.Kill();
        await _cluster.Repair();
        await _cluster.Ended(Search);
        // The control silo sends its spans and lines apart from the worker's, in any order.
        await Collector.Until(_ => Decisions("train") == 2 && Decisions("test") == 1, Patience);
        await Collector.Until(told => told.Lines.Any(line => line.Text.Contains("ended as Completed", StringComparison.Ordinal)), Patience);
        await Collector.Until(told => told.Metrics.Contains("paretune.queue.wait"), Patience);
        foreach (var member in _cluster.Controls.Concat(_cluster.Workers))
        {
            Scrapes[member.Role] = await member.Silo.Http.GetStringAsync("/metrics");
            Consoles[member.Role] = member.Silo.Output;
        }
    }

    /// <summary>The number of decisions received of the search on the reports of a completed attempt, with the spans they lie in.</summary>
    private int Decisions(string kind)
    {
        var attempt = Collector.Spans.SingleOrDefault(span => span.Name == "attempt" && span.Attributes["paretune.kind"] == kind);
        var trace = attempt is null ? [] : TraceOf(attempt);
        return trace.Count(span => span.Name == "decision" && span.LiesIn(attempt!, trace));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        Collector.Dispose();
    }
}
