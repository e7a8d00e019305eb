using System.Globalization;
using Spectre.Console;

namespace Paretune.Bench;

/// <summary>Prints rows: those with a cell as grids, all others as a list.</summary>
internal static class RowPrinter
{
    private const int ListWidth = 120, GridWidth = 160;

    public static void Print(IReadOnlyCollection<Row> rows, string conditions)
    {
        foreach (var grid in rows.Where(row => row.Cell is not null).GroupBy(row => row.Cell!.Grid))
            Write(Grid(grid.Key, [.. grid]), GridWidth);
        if (rows.Any(row => row.Cell is null))
            Write(List(rows.Where(row => row.Cell is null)), ListWidth);
        AnsiConsole.WriteLine(conditions);
    }

    private static void Write(Table table, int width)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, width);
        AnsiConsole.Write(table);
    }

    private static Table List(IEnumerable<Row> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("what", "value", "unit", "goal");
        foreach (var row in rows)
            table.AddRow(Markup.Escape(row.Note is null ? row.Name : $"{row.Name} ({row.Note})"), Value(row), row.Unit, Goal(row));
        return table;
    }

    private static Table Grid(string name, IReadOnlyCollection<Row> rows)
    {
        string[] columns = [.. rows.Select(row => row.Cell!.Column).Distinct()];
        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape($"{name} ({rows.First().Unit})")).AddColumn("");
        table.Title!.Style = Style.Plain;
        foreach (var column in columns)
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        foreach (var line in rows.GroupBy(row => row.Cell!.Line))
            table.AddRow([
                Markup.Escape(line.Key),
                .. columns.Select(column => line.FirstOrDefault(row => row.Cell!.Column == column))
                    .Select(row => row is null ? "" : Markup.Escape(Lines(row))),
            ]);
        return table;
    }

    private static string Lines(Row row) => string.Join('\n', ((string?[])[
        Value(row),
        row.Quartiles is { } spread ? FormattableString.Invariant($"{spread.Low:0.00}–{spread.High:0.00}") : null,
        row.Note,
        row.Goal is null ? null : Goal(row),
    ]).Where(line => line is not null));

    private static string Value(Row row) =>
        row.Cell is null ? Number(row.Value) : FormattableString.Invariant($"{row.Value:0.00}");

    private static string Goal(Row row) => row.Goal is { } least
        ? $"{(row.AtMost ? "≤" : "≥")} {Number(least)}: {(row.Met == true ? "met" : "missed")}" : "";

    // Two significant digits of a number that two decimals would show as nothing or one digit.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is > 0 and < 0.1 ? "G2" : "0.##", CultureInfo.InvariantCulture);
}
