namespace Paretune.Client.Output;

/// <summary>Where a trial lies in a plot of the given size. A plot of equal values is a point in its middle.</summary>
internal sealed class PlotScale(IReadOnlyCollection<TrialView> points, int width, int height)
{
    public int Width => width;
    public int Height => height;
    public double Lowest { get; } = points.Min(point => point.Accuracy!.Value);
    public double Highest { get; } = points.Max(point => point.Accuracy!.Value);
    public double Least { get; } = points.Min(point => point.Macs);
    public double Most { get; } = points.Max(point => point.Macs);

    /// <summary>Column from the left and row from the top.</summary>
    public (int Column, int Row) Cell(TrialView point) => (
        Position(Math.Log10(point.Macs), Math.Log10(Least), Math.Log10(Most), width),
        height - 1 - Position(point.Accuracy!.Value, Lowest, Highest, height));

    private static int Position(double value, double from, double to, int cells) =>
        to > from ? (int)Math.Round((value - from) / (to - from) * (cells - 1)) : cells / 2;
}
