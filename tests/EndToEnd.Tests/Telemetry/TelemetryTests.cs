using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Paretune.EndToEnd.Tests.Telemetry;

/// <summary>The telemetry of real processes, compared with docs/telemetry.md.</summary>
public sealed partial class TelemetryTests(ToldCluster cluster, ITestOutputHelper output) : IClassFixture<ToldCluster>
{
    [Fact]
    public void An_attempt_is_one_trace_linked_to_its_submission_however_many_restarts_lie_between()
    {
        var attempt = cluster.Attempt("train");
        output.WriteLine(TraceTree.Format(cluster.TraceOf(attempt)));

        Assert.Equal((cluster.Submit.Trace, cluster.Submit.Id), Assert.Single(attempt.Links));
        Assert.Equal("", attempt.Parent);
        Assert.Equal("stop", attempt.Attributes["paretune.outcome"]);
        Assert.Equal((cluster.Search, "1"), (attempt.Attributes["paretune.search"], attempt.Attributes["paretune.trial"]));
        Assert.NotEqual("1", attempt.Attributes["paretune.attempt"]);
    }

    [Fact]
    public void In_it_lie_the_lease_and_the_epochs_and_in_each_of_those_its_checkpoint_and_its_decision_by_another_process()
    {
        var attempt = cluster.Attempt("train");
        var trace = cluster.TraceOf(attempt);
        var epochs = trace.Where(span => span.Name == "epoch").OrderBy(span => span.Start).ToList();

        Assert.Single(trace, span => span.Name == "lease" && span.Parent == attempt.Id);
        Assert.Equal(["2", "3"], epochs.Select(epoch => epoch.Attributes["paretune.epoch"]));
        Assert.All(epochs, epoch => Assert.Equal(attempt.Id, epoch.Parent));
        Assert.All(
            epochs,
            epoch => Assert.Single(
                trace, span => span.Name == "checkpoint" && span.Parent == epoch.Id && span.Attributes["paretune.operation"] == "write"));
        Assert.Single(
            trace, span => span.Name == "checkpoint" && span.Parent == epochs[0].Id && span.Attributes["paretune.operation"] == "read");
        Assert.All(
            epochs,
            epoch => Assert.Single(
                trace, span => span.Name == "decision" && span.Process == "paretune-control" && span.LiesIn(epoch, trace)));
        Assert.Equal(
            ["continue", "stop"],
            trace.Where(span => span.Name == "decision").OrderBy(span => span.Start).Select(span => span.Attributes["paretune.decision"]));
    }

    [Fact]
    public void The_test_of_the_front_is_an_attempt_too()
    {
        var attempt = cluster.Attempt("test");
        var trace = cluster.TraceOf(attempt);

        Assert.Equal((cluster.Submit.Trace, cluster.Submit.Id), Assert.Single(attempt.Links));
        var test = Assert.Single(trace, span => span.Name == "test");
        Assert.Single(trace, span => span.Name == "decision" && span.LiesIn(test, trace));
    }

    [Fact]
    public void Nothing_but_attempts_and_requests_begins_a_trace_of_calls()
    {
        var roots = cluster.Collector.Spans.Where(span => span.Parent == "" && span.Source != "Microsoft.Orleans.Lifecycle")
            .Select(span => $"{span.Source} {span.Name}").ToHashSet();

        Assert.All(
            roots,
            root => Assert.True(root is "Paretune attempt" || root.StartsWith("Microsoft.AspNetCore ", StringComparison.Ordinal), root));
        Assert.DoesNotContain(
            cluster.Collector.Spans,
            span => span.Name is "IQueueGrain/Lease" || span.Name.Contains("healthz", StringComparison.Ordinal)
                // A submission asks for the devices, because results can be reused only on some of them.
                || (span.Name is "IQueueGrain/Cluster" && span.Trace != cluster.Submit.Trace));
        // The reports of two epochs, without the steps between them.
        Assert.Equal(
            2, cluster.TraceOf(cluster.Attempt("train")).Count(
                span => span.Name == "ISearchGrain/Judge" && span.Process == "paretune-control"));
    }

    [Fact]
    public void Each_metric_that_is_documented_is_scraped_and_no_other_of_ours()
    {
        var documented = Documented().ToHashSet();
        var scraped = cluster.Scrapes.Values.SelectMany(TypeLines).Where(
            name => name.StartsWith("paretune_", StringComparison.Ordinal)).ToHashSet();

        Assert.Contains("paretune_queue_length", documented);
        // These metrics need a GPU: MachineMeterTests.
        Assert.Equal(documented.Where(name => !name.StartsWith("paretune_gpu_", StringComparison.Ordinal)).Order(), scraped.Order());
    }

    [Theory]
    [InlineData("control", "orleans_")]
    [InlineData("control", "http_server_request_duration_seconds")]
    [InlineData("control", "db_client_")]
    [InlineData("worker", "orleans_")]
    [InlineData("worker", "dotnet_")]
    public void The_parts_it_is_built_on_are_scraped_too(string role, string name) =>
        Assert.Contains(TypeLines(cluster.Scrapes[role]), scraped => scraped.StartsWith(name, StringComparison.Ordinal));

    [Fact]
    public void No_metric_names_a_search() =>
        Assert.All(cluster.Scrapes.Values, scrape => Assert.DoesNotContain(cluster.Search, scrape, StringComparison.Ordinal));

    [Fact]
    public void What_is_scraped_agrees_with_what_the_search_went_through()
    {
        var control = cluster.Scrapes["control"];

        Assert.Equal(0, Value(control, "paretune_queue_length"));
        Assert.Equal(1, Value(control, "paretune_trials_ended_total", "state=\"completed\""));
        Assert.Equal(2, Value(control, "paretune_epochs_total"));
        Assert.Equal(1, Value(control, "paretune_workers"));
        Assert.Equal(0, Value(control, "paretune_trials", "state=\"completed\""));
        Assert.InRange(Value(control, "paretune_score_ratio"), 0.001, 1);
        Assert.Equal(2, Value(cluster.Scrapes["worker"], "paretune_epoch_duration_seconds_count"));
        Assert.InRange(Value(cluster.Scrapes["worker"], "paretune_images_total"), 1000, 1e6);
    }

    [Fact]
    public void The_same_metrics_go_to_the_collector() => Assert.Superset(
        new HashSet<string> { "paretune.queue.length", "paretune.queue.wait", "paretune.ledger.write.duration", "paretune.device.busy",
            "paretune.home.free" },
        cluster.Collector.Metrics.ToHashSet());

    [Fact]
    public void A_line_of_the_log_carries_the_trace_it_belongs_to_and_its_values_by_name()
    {
        var attempt = cluster.Attempt("train");
        var ended = Assert.Single(
            cluster.Collector.Lines,
            line => line.Trace == attempt.Trace && line.Text.Contains("ended as Completed", StringComparison.Ordinal));

        Assert.Equal("paretune-control", ended.Process);
        Assert.Equal((cluster.Search, "1"), (ended.Attributes["Search"], ended.Attributes["Trial"]));
        Assert.Contains(cluster.TraceOf(attempt), span => span.Name == "decision" && span.Id == ended.Span);
    }

    [Fact]
    public void The_console_writes_json_with_the_trace_in_its_scopes()
    {
        var attempt = cluster.Attempt("train");
        var lines = cluster.Consoles["control"].Split('\n').Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!).ToList();

        var ended = Assert.Single(
            lines,
            line => line["Message"]!.GetValue<string>().Contains(
                $"attempt {attempt.Attributes["paretune.attempt"]} ended", StringComparison.Ordinal));
        Assert.Equal(cluster.Search, ended["State"]!["Search"]!.GetValue<string>());
        Assert.Contains(ended["Scopes"]!.AsArray(), scope => scope!["TraceId"]?.GetValue<string>() == attempt.Trace);
    }

    private static IEnumerable<string> Documented() => File.ReadLines(Path.Combine(Repository.Root, "docs", "telemetry.md"))
        .Select(line => DocumentedName().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> TypeLines(string scrape) =>
        scrape.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]);

    private static double Value(string scrape, string name, string tag = "")
    {
        var line = scrape.Split('\n').First(
            line => (line.StartsWith($"{name}{{", StringComparison.Ordinal) || line.StartsWith($"{name} ", StringComparison.Ordinal))
                && line.Contains(tag, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\| `paretune\.[a-z._]+` \| `(paretune_[a-z_]+)` \|")]
    private static partial Regex DocumentedName();
}
