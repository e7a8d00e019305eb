namespace Paretune.Client.Output;

/// <summary>Maps trials to positions in a plot of a given size. If all values are equal, the point is in the middle.</summary>
internal sealed class PlotScale
{
    private readonly Metric _cost;

    /// <param name="points">At least one trial, from <see cref="Plotted"/>.</param>
    public PlotScale(IReadOnlyCollection<TrialView> points, int width, int height)
    {
        (_cost, Width, Height) = (MetricTable.Default.MainCost(points), width, height);
        (Lowest, Highest) = (points.Min(point => point.Accuracy!.Value), points.Max(point => point.Accuracy!.Value));
        (Least, Most) = (points.Min(Cost), points.Max(Cost));
    }

    public int Width { get; }
    public int Height { get; }
    public double Lowest { get; }
    public double Highest { get; }
    public double Least { get; }
    public double Most { get; }

    /// <summary>The unit of the cost axis.</summary>
    public string Unit => _cost.Unit;

    /// <summary>
    /// Returns the trials that have an accuracy and a cost, so that they can be plotted, each with the accuracy that decides the front.
    /// </summary>
    public static List<TrialView> Plotted(IReadOnlyCollection<TrialView> trials)
    {
        var cost = MetricTable.Default.MainCost(trials);
        return
        [
            .. from trial in trials.Select(trial => trial.WithEstimatedAccuracy())
               where trial.Accuracy is { } accuracy && double.IsFinite(accuracy) && cost.Value(trial) > 0
               select trial,
        ];
    }

    /// <summary>Returns the column from the left and the row from the top.</summary>
    public (int Column, int Row) Cell(TrialView point) => (
        Position(Math.Log10(Cost(point)), Math.Log10(Least), Math.Log10(Most), Width),
        Height - 1 - Position(point.Accuracy!.Value, Lowest, Highest, Height));

    public double Cost(TrialView trial) => _cost.Value(trial);

    private static int Position(double value, double from, double to, int cells) =>
        to > from ? (int)Math.Round((value - from) / (to - from) * (cells - 1)) : cells / 2;
}
