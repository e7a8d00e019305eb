using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>The accuracy of each class, the worst first.</summary>
internal static class ClassTable
{
    // Datasets may have many classes (Tiny ImageNet: 200), so only the first rows are shown.
    private const int MostRows = 20, BarCells = 20;

    /// <param name="accuracy">
    /// The accuracy of each class, in the order of <paramref name="classes"/>; NaN for a class without validation images.
    /// </param>
    public static IRenderable Create(IReadOnlyList<string> classes, IReadOnlyList<double> accuracy)
    {
        // Classes without images come last.
        var worstFirst = classes.Zip(accuracy).OrderBy(one => double.IsNaN(one.Second)).ThenBy(one => one.Second).ToArray();
        var table = new Table().Border(TableBorder.Simple).AddColumn("class").AddColumn(
            new TableColumn("accuracy").RightAligned()).AddColumn("");
        foreach (var (name, share) in worstFirst.Take(MostRows))
            table.AddRow(
                new Text(name), new Text(double.IsNaN(share) ? Formatter.Nothing : Formatter.Percent(share)),
                    new Text(Formatter.Bar(share, BarCells)));
        return worstFirst.Length <= MostRows
            ? table
            : new Rows(table, new Text($"  and {worstFirst.Length - MostRows} more classes; --output json shows all"));
    }
}
