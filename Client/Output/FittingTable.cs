using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Selects the columns of a table.</summary>
/// <param name="IsWide">Whether columns are kept that do not fit the terminal.</param>
/// <param name="Names">The columns to show, in this order; empty for as many as fit.</param>
internal sealed record ColumnChoice(bool IsWide = false, params IReadOnlyList<string> Names)
{
    /// <summary>The end of a sentence on how to see hidden columns; empty if there is no way.</summary>
    public string HowToSee { get; init; } = "--output json shows all";
}

/// <summary>A table that drops columns until it fits the terminal's width, and names the dropped columns on a line below it.</summary>
internal sealed class FittingTable(IReadOnlyList<TableHeader> headers, ColumnChoice? chosen = null) : Renderable
{
    private readonly ColumnChoice _choice = chosen ?? new();

    // Widths of Spectre's simple border: a space on both sides of a cell, one between cells, and one at each edge.
    private const int CellAir = 3, EdgeAir = 2;

    // Wide enough for one or two words per line.
    private const int LeastProse = 14;

    private readonly List<(IReadOnlyList<string> Cells, Style? Style)> _rows = [];

    private bool IsWide => _choice.IsWide || _choice.Names.Count > 0;

    public static FittingTable From<T>(
        IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> items, ColumnChoice? choice = null, Func<T, Style>? style = null)
    {
        var table = new FittingTable([.. columns.Select(column => column.Header)], choice);
        foreach (var item in items)
            table.Add([.. columns.Select(column => column.Cell(item))], style?.Invoke(item));
        return table;
    }

    public void Add(IReadOnlyList<string> cells, Style? style = null) => _rows.Add((cells, style));

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(maxWidth, LeastProse), maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var widths = headers.Select((header, at) => _rows.Select(row => row.Cells[at]).Append(header.Title).Max(Width)).ToArray();
        var room = IsWide ? int.MaxValue : maxWidth;
        var kept = Kept(widths, room);
        var prose = Prose(kept, widths, room);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var at in kept)
            table.AddColumn(Column(at, headers[at].IsProse ? Math.Min(widths[at], prose) : widths[at]));
        foreach (var (cells, style) in _rows)
            table.AddRow(kept.Select(at => (IRenderable)new Text(cells[at], style)));
        if (IsWide)
            table.Width = EdgeAir + kept.Sum(at => widths[at] + CellAir);
        IRenderable[] parts = LeftOut(kept) is { } said ? [table, new Text(said)] : [table];
        return ((IRenderable)new Rows(parts)).Render(options, Math.Max(maxWidth, table.Width ?? 0));
    }

    private static int Width(string text) => text.Split('\n').Max(line => line.GetCellWidth());

    private TableColumn Column(int at, int width)
    {
        var column = new TableColumn(new Text(headers[at].Title)) { Width = width, NoWrap = !headers[at].IsProse };
        return headers[at].IsRight ? column.RightAligned() : column;
    }

    private List<int> Kept(int[] widths, int room)
    {
        if (_choice.Names.Count > 0)
            return [.. _choice.Names.SelectMany(name => headers.Index().Where(one => one.Item.IsCalled(name)).Take(1))
                .Select(one => one.Index)];
        var kept = headers.Index().Where(one => !one.Item.IsExtra).Select(one => one.Index).ToList();
        while (Least(kept, widths) > room && kept.Where(at => headers[at].Importance > 0).ToList() is { Count: > 0 } spare)
            kept.Remove(spare.MinBy(at => headers[at].Importance));
        return kept;
    }

    private long Least(List<int> kept, int[] widths) =>
        EdgeAir + kept.Sum(at => (long)CellAir + (headers[at].IsProse ? Math.Min(widths[at], LeastProse) : widths[at]));

    /// <summary>Returns the width of prose columns: the rest of the width, shared equally by those that need more.</summary>
    private int Prose(List<int> kept, int[] widths, int room)
    {
        var left = room - EdgeAir - kept.Sum(at => CellAir + (headers[at].IsProse ? 0 : widths[at]));
        var waiting = kept.Where(at => headers[at].IsProse).Select(at => widths[at]).Order().ToList();
        while (waiting is [var narrow, ..] && narrow <= left / waiting.Count)
        {
            left -= narrow;
            waiting.RemoveAt(0);
        }

        return waiting.Count == 0 ? int.MaxValue : Math.Max(LeastProse, left / waiting.Count);
    }

    private string? LeftOut(List<int> kept)
    {
        var titles = headers.Index().Where(one => !kept.Contains(one.Index) && !one.Item.IsExtra).Select(one => one.Item.Title).ToList();
        return titles.Count == 0 || _choice.Names.Count > 0 ? null
            : $"hidden columns: {string.Join(", ", titles)}{(_choice.HowToSee.Length > 0 ? $"; {_choice.HowToSee}" : "")}";
    }
}
