using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>What the epochs of a trial gave, as rows.</summary>
internal static class CurveTable
{
    // About as many as are seen at a glance.
    private const int GlanceRows = 10, BarCells = 20;

    /// <summary>Every epoch with all its figures.</summary>
    /// <param name="examples">What the pace counts, "images" or "examples".</param>
    public static Table Of(IReadOnlyCollection<Report> curve, string examples)
    {
        EpochColumn[] columns = [.. EpochColumn.Of(MetricTable.Default, examples).Where(column => column.IsInTables)];
        var table = Columns([.. columns.Select(column => column.Title)]);
        foreach (var report in curve)
            table.AddRow([.. columns.Select(column => column.Cell(report))]);
        return table;
    }

    /// <summary>Its course at a glance: some epochs, the first, the last and the kept one always among them.</summary>
    public static IRenderable Glance(IReadOnlyList<Report> curve, int? kept)
    {
        var every = (curve.Count + GlanceRows - 1) / GlanceRows;
        Report[] shown = [.. curve.Where((report, i) => i == 0 || (i + 1) % every == 0 || i == curve.Count - 1 || report.Epoch == kept)];
        var table = Columns("epoch", "train loss", "loss", "accuracy").AddColumn("");
        foreach (var report in shown)
            table.AddRow(
                $"{report.Epoch}", Show.Number(report.TrainLoss, "0.000"), Show.Number(report.ValidationLoss, "0.000"),
                Show.Percent(report.Accuracy),
                $"{Show.Bar(report.Accuracy, BarCells)}{(report.Epoch == kept ? " kept" : "")}");
        if (shown.Length == curve.Count)
            return table;
        var trial = curve[0].Trial;
        return new Rows(
            table, new Text($"  {shown.Length} of {curve.Count} epochs; all of them: paretune trial log {trial.Search} {trial.Number}"));
    }

    private static Table Columns(params ReadOnlySpan<string> headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers)
            table.AddColumn(new TableColumn(header).RightAligned());
        return table;
    }
}
