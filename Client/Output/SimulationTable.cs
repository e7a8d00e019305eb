using System.Collections.Immutable;
using Paretune.Tuning.Simulation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>The results of simulated runs, as a table.</summary>
internal static class SimulationTable
{
    public static IRenderable Create(SimulationSummary summary)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("compute");
        foreach (var title in new[] { "points lost, mean", "worst", "runs" })
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (var lost in summary.Lost)
            table.AddRow(
                lost.Share is { } share ? Share(share) : $"end, {Share(summary.Compute.Median)}", Points(lost.Mean), Points(lost.Worst),
                $"{lost.Runs}");
        return new Rows(
            table,
            new Text("  points lost: within a size limit, the best accuracy in the table minus the best that the search has found,"),
            new Text($"  mean and worst {Limits(summary.LimitedCosts)}"),
            new Text("  each value is the median (quartiles) over the runs"),
            new Text($"  workers idle {Share(summary.IdleShare.Median)}; "
                + $"{Formatter.Number(summary.Hours.Median, "0.##")} h from start to end"),
            new Text($"  decisions per run: {Counts(summary.Decisions)}"),
            new Text($"  trials per run: {Counts(summary.Trials)}"));
    }

    private static string Limits(ImmutableArray<string> costs) => costs.IsEmpty
        ? "without size limits, because the rows do not differ in cost"
        : $"over all size limits on {string.Join(" and ", costs.Select(cost => MetricTable.Default[cost].Title))}";

    private static string Share(double share) => $"{Formatter.Number(share * 100, "0.#")} %";

    private static string Points(Spread points) =>
        $"{Formatter.Number(points.Median, "0.00")} ({Formatter.Number(points.Low, "0.00")}–{Formatter.Number(points.High, "0.00")})";

    private static string Counts<T>(IEnumerable<KeyValuePair<T, double>> counts)
        where T : struct, Enum =>
            string.Join(", ", counts.Select(one => $"{Formatter.Number(one.Value, "0.#")} {Formatter.Name(one.Key)}"));
}
