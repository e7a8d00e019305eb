using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Formats the results of a trial's epochs as rows.</summary>
internal static class CurveTable
{
    // Few enough rows to read at a glance.
    private const int GlanceRows = 10, BarCells = 20;

    /// <summary>Returns the columns of all metrics. If the terminal is narrow, those of accuracy are dropped last.</summary>
    /// <param name="examples">The unit of the throughput, "images" or "examples".</param>
    public static IReadOnlyList<TableColumn<Report>> ColumnsOf(string examples) =>
    [
        .. EpochColumn.From(MetricTable.Default, examples).Select(column => new TableColumn<Report>(
            new(column.Title, Importance(column.Key), IsRight: true) { Name = column.Key, IsExtra = !column.IsInTables }, column.Cell)
        {
            Key = report => column.Value(report),
            IsHighestFirst = MetricTable.Default.Rows.Any(metric => metric.Key == column.Key && metric.IsMaximized),
        }),
    ];

    public static Csv<Report> Csv(string examples) => new(
        [.. EpochColumn.From(MetricTable.Default, examples).Select(
            column => (column.Key, (Func<Report, object?>)(report => column.Value(report))))]);

    private static int Importance(string key) => key switch
    {
        "epoch" => 0,
        "accuracy" => 9,
        "validationLoss" => 8,
        "trainLoss" => 7,
        "learningRate" => 6,
        "trainAccuracy" => 5,
        "seconds" => 4,
        "imagesPerSecond" => 3,
        _ => 2,
    };

    /// <summary>Returns an overview of the curve: a few epochs, including the first, the last and the best.</summary>
    public static IRenderable Glance(IReadOnlyList<Report> curve, int? kept)
    {
        var every = (curve.Count + GlanceRows - 1) / GlanceRows;
        Report[] shown = [.. curve.Where((report, i) => i == 0 || (i + 1) % every == 0 || i == curve.Count - 1 || report.Epoch == kept)];
        var table = Columns("epoch", "train loss", "loss", "accuracy").AddColumn("");
        foreach (var report in shown)
            table.AddRow(
                $"{report.Epoch}", Formatter.Number(report.TrainLoss, "0.000"), Formatter.Number(report.ValidationLoss, "0.000"),
                Formatter.Percent(report.Accuracy),
                $"{Formatter.Bar(report.Accuracy, BarCells)}{(report.Epoch == kept ? " best" : "")}");
        if (shown.Length == curve.Count)
            return table;
        var trial = curve[0].Trial;
        return new Rows(
            table, new Text($"  {shown.Length} of {curve.Count} epochs; see all with: paretune trial log {trial.Search} {trial.Number}"));
    }

    private static Table Columns(params ReadOnlySpan<string> headers)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers)
            table.AddColumn(new TableColumn(header).RightAligned());
        return table;
    }
}
