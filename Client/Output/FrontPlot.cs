using Paretune.Tuning.Fronts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>
/// Plots trials as text: accuracy (vertical) against MACs, or parameters if MACs are not counted, on a logarithmic axis. Dominated trials
/// are faint, the front is connected, the optimum is marked. Symbols differ even without colour.
/// </summary>
internal static class FrontPlot
{
    private const int Margin = 9;
    private const char Dominated = '·', Member = '●', Joint = '.', Best = '★', Parked = '○';

    /// <summary>Returns the plot with its axes, or a line that says why there is none.</summary>
    public static IRenderable Create(IReadOnlyCollection<TrialView> trials, int? optimum, int width, int height) =>
        new Rows(Lines(trials, optimum, width, height).Select(line => new Markup(Coloured(line))));

    /// <summary>Returns the lines of the plot without colour.</summary>
    /// <param name="width">Columns of the whole plot, including labels.</param>
    /// <param name="height">Rows between the axes.</param>
    public static IReadOnlyList<string> Lines(IReadOnlyCollection<TrialView> trials, int? optimum, int width, int height)
    {
        var points = PlotScale.Plotted(trials);
        if (points.Count == 0)
            return ["no trial has an accuracy yet"];
        var scale = new PlotScale(points, Math.Max(10, width - Margin - 1), Math.Max(3, height));
        var cells = Draw(points, optimum, scale);
        return [.. Framed(cells, scale), Legend];
    }

    private static string Legend =>
        $"{new string(' ', Margin)} {Member} front   {Best} optimum   {Parked} parked, accuracy so far   {Dominated} dominated";

    private static char[][] Draw(List<TrialView> points, int? optimum, PlotScale scale)
    {
        var cells = Enumerable.Range(0, scale.Height).Select(_ => Enumerable.Repeat(' ', scale.Width).ToArray()).ToArray();
        var joined = ProjectedFront.Select(points.Where(point => point.OnFront), scale.Cost, point => point.Accuracy!.Value).ToList();
        foreach (var (from, to) in joined.Zip(joined.Skip(1)))
            Join(cells, scale.Cell(from), scale.Cell(to));
        foreach (var point in points.OrderBy(point => point.OnFront).ThenBy(point => point.SoFar).ThenBy(point => point.Number == optimum))
        {
            var (column, row) = scale.Cell(point);
            cells[row][column] = point.Number == optimum ? Best : point.OnFront ? Member : point.SoFar ? Parked : Dominated;
        }

        return cells;
    }

    private static void Join(char[][] cells, (int Column, int Row) from, (int Column, int Row) to)
    {
        var steps = Math.Max(Math.Abs(to.Column - from.Column), Math.Abs(to.Row - from.Row));
        for (var i = 1; i < steps; i++)
        {
            var share = i / (double)steps;
            cells[(int)Math.Round(from.Row + (to.Row - from.Row) * share)][(int)Math.Round(
                from.Column + (to.Column - from.Column) * share)] = Joint;
        }
    }

    private static IEnumerable<string> Framed(char[][] cells, PlotScale scale)
    {
        for (var row = 0; row < cells.Length; row++)
        {
            var label = row == 0 ? Formatter.Percent(scale.Highest) : row == cells.Length - 1 ? Formatter.Percent(scale.Lowest) : "";
            yield return $"{label.PadLeft(Margin)}│{new string(cells[row]).TrimEnd()}";
        }

        yield return $"{new string(' ', Margin)}└{new string('─', scale.Width)}";
        var (least, most) = (Formatter.Amount(scale.Least), $"{Formatter.Amount(scale.Most)} {scale.Unit}");
        yield return $"{new string(' ', Margin + 1)}{least}{most.PadLeft(Math.Max(most.Length + 1, scale.Width - least.Length))}";
    }

    private static string Coloured(string line) => string.Concat(Markup.Escape(line).Select(sign => sign switch
    {
        Dominated => "[grey]·[/]",
        Member => "[aqua]●[/]",
        Parked => "[aqua]○[/]",
        Best => "[green]★[/]",
        _ => sign.ToString(),
    }));
}
