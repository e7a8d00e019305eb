using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>A column of a table that gives up whole columns where a terminal is narrow.</summary>
/// <param name="Importance">The least goes first; 0 never goes.</param>
/// <param name="IsProse">Whether it may be folded between words. Ids and figures never are: half of one is another.</param>
internal sealed record TableHeader(string Title, int Importance, bool IsRight = false, bool IsProse = false);

/// <summary>Which columns of a table are wanted.</summary>
/// <param name="IsWide">All of them, however wide the terminal is.</param>
/// <param name="Titles">These alone; empty for all that there is room for.</param>
internal sealed record ColumnChoice(bool IsWide = false, params IReadOnlyList<string> Titles);

/// <summary>Rows of text under headers, drawn as wide as there is room. What was left out is said below.</summary>
internal sealed class FittingTable(IReadOnlyList<TableHeader> headers, ColumnChoice? choice = null) : Renderable
{
    // Of Spectre's simple border: a space on both sides of a cell, one between cells, and one at each edge.
    private const int CellAir = 3, EdgeAir = 2;

    // A word or two a line: less is no prose.
    private const int LeastProse = 14;

    private readonly List<(IReadOnlyList<string> Cells, Style? Style)> _rows = [];

    public void Add(IReadOnlyList<string> cells, Style? style = null) => _rows.Add((cells, style));

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Math.Min(maxWidth, LeastProse), maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var widths = headers.Select((header, at) => _rows.Select(row => row.Cells[at]).Append(header.Title).Max(Width)).ToArray();
        var room = choice?.IsWide == true ? int.MaxValue : maxWidth;
        var kept = Kept(widths, room);
        var prose = Prose(kept, widths, room);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var at in kept)
            table.AddColumn(Column(at, headers[at].IsProse ? Math.Min(widths[at], prose) : widths[at]));
        foreach (var (cells, style) in _rows)
            table.AddRow(kept.Select(at => (IRenderable)new Text(cells[at], style)));
        if (choice?.IsWide == true)
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
        var kept = Enumerable.Range(0, headers.Count)
            .Where(at => choice is not { Titles.Count: > 0 } || choice.Titles.Contains(headers[at].Title,
                StringComparer.OrdinalIgnoreCase)).ToList();
        if (choice is { Titles.Count: > 0 })
            return kept;
        while (Least(kept, widths) > room && kept.Where(at => headers[at].Importance > 0).ToList() is { Count: > 0 } spare)
            kept.Remove(spare.MinBy(at => headers[at].Importance));
        return kept;
    }

    private long Least(List<int> kept, int[] widths) =>
        EdgeAir + kept.Sum(at => (long)CellAir + (headers[at].IsProse ? Math.Min(widths[at], LeastProse) : widths[at]));

    /// <summary>How wide a column of prose may be: what the others leave, shared alike by those that need more.</summary>
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
        if (choice is { Titles.Count: > 0 } || kept.Count == headers.Count)
            return null;
        var titles = headers.Index().Where(header => !kept.Contains(header.Index)).Select(header => header.Item.Title);
        return $"no room for: {string.Join(", ", titles)}; --wide shows all, --columns chooses";
    }
}
