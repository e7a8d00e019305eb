using System.Text.Json;
using System.Text.RegularExpressions;

namespace Paretune.Kubernetes.Tests;

/// <summary>Alerts, the Grafana dashboard and the autoscaler refer to existing metrics.</summary>
public sealed partial class MetricsTests
{
    [Theory]
    [InlineData("components/prometheus/rules.yaml")]
    [InlineData("components/grafana/cluster.json")]
    [InlineData("components/autoscale/scale.yaml")]
    public void Metrics_are_those_that_telemetry_lists(string file)
    {
        var listed = Listed().Matches(Repository.Read("docs", "telemetry.md")).Select(metric => metric.Groups[1].Value).ToHashSet();

        var asked = Asked().Matches(Repository.Read("k8s", file)).Select(metric => Bucket().Replace(metric.Value, "")).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Subset(listed, asked);
    }

    [Fact]
    public void The_alert_without_a_control_silo_waits_for_a_metric_that_no_worker_reports()
    {
        var metric = Assert.Single(Absent().Matches(Repository.Read("k8s", "components", "prometheus", "rules.yaml"))).Groups[1].Value;

        var row = Repository.Read("docs", "telemetry.md").Split('\n').Single(line => line.Contains($"| `{metric}` |"));
        Assert.Contains("reported only by the process that holds the queue", row, StringComparison.Ordinal);
    }

    [Fact]
    public void The_autoscaler_gets_a_number_while_no_search_has_been_loaded_and_is_told_of_slots()
    {
        var scale = Repository.Read("k8s", "components", "autoscale", "scale.yaml").Split('\n');

        // The leases have no series then.
        Assert.Contains(
            "(sum by (namespace) (paretune_leases) or 0 * sum by (namespace) (paretune_workers))",
            scale.Single(line => line.Contains("query:", StringComparison.Ordinal)), StringComparison.Ordinal);
        var threshold = Array.FindIndex(scale, line => line.Contains("threshold:", StringComparison.Ordinal));
        Assert.Contains("Paretune__Slots", scale[threshold - 1], StringComparison.Ordinal);
        var perWorker = Repository.Read("charts", "paretune", "values.yaml").Split('\n').Single(
            line => line.Contains("devicesPerWorker:", StringComparison.Ordinal));
        Assert.Contains("Paretune__Slots", perWorker, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_panel_of_the_Grafana_dashboard_asks_something_and_none_lies_upon_another()
    {
        var panels = JsonDocument.Parse(Repository.Read("k8s", "components", "grafana", "cluster.json")).RootElement.GetProperty("panels")
            .EnumerateArray().ToList();

        Assert.All(panels, panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
        var cells = panels.Select(panel => panel.GetProperty("gridPos")).SelectMany(place =>
            from column in Enumerable.Range(place.GetProperty("x").GetInt32(), place.GetProperty("w").GetInt32())
            from row in Enumerable.Range(place.GetProperty("y").GetInt32(), place.GetProperty("h").GetInt32())
            select (column, row)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.True(cell.column < 24));
    }

    [GeneratedRegex(@"\| `(paretune_\w+)` \|")]
    private static partial Regex Listed();

    [GeneratedRegex(@"paretune_[a-z_]+(?=[{)\[,])")]
    private static partial Regex Asked();

    [GeneratedRegex(@"absent\((paretune_\w+)")]
    private static partial Regex Absent();

    [GeneratedRegex(@"_bucket$")]
    private static partial Regex Bucket();
}
