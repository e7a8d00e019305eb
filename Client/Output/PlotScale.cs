namespace Paretune.Client.Output;

/// <summary>Where a trial lies in a plot of the given size. A plot of equal values is a point in its middle.</summary>
internal sealed class PlotScale(IReadOnlyCollection<TrialView> points, int width, int height)
{
    public int Width => width;
    public int Height => height;
    public double Lowest { get; } = points.Min(point => point.Accuracy!.Value);
    public double Highest { get; } = points.Max(point => point.Accuracy!.Value);
    public double Least { get; } = points.Min(point => Cost(point));
    public double Most { get; } = points.Max(point => Cost(point));

    /// <summary>What the axis of costs counts.</summary>
    public string Unit { get; } = points.Any(point => point.Macs > 0) ? "MACs" : "parameters";

    /// <summary>Whether a trial has what it takes to be a point.</summary>
    public static bool IsPlotted(TrialView trial) => trial.Accuracy is { } accuracy && double.IsFinite(accuracy) && Cost(trial) > 0;

    /// <summary>Column from the left and row from the top.</summary>
    public (int Column, int Row) Cell(TrialView point) => (
        Position(Math.Log10(Cost(point)), Math.Log10(Least), Math.Log10(Most), width),
        height - 1 - Position(point.Accuracy!.Value, Lowest, Highest, height));

    // Trials of one search are alike: MACs of all are known, or of none.
    public static double Cost(TrialView trial) => trial.Macs > 0 ? trial.Macs : trial.Parameters;

    private static int Position(double value, double from, double to, int cells) =>
        to > from ? (int)Math.Round((value - from) / (to - from) * (cells - 1)) : cells / 2;
}
