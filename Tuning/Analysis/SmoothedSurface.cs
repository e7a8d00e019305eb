namespace Paretune.Tuning.Analysis;

/// <summary>
/// What is expected between points that were measured: their mean, weighted by a normal kernel of the distance (Nadaraya, "On estimating
/// regression", 1964). Nothing where no point is near.
/// </summary>
public static class SmoothedSurface
{
    // Of the square's side: with few points wide, with many narrow (Scott's rule for two dimensions, n^(-1/6), from a quarter).
    private const double Widest = 0.25;

    // A cell whose nearest points are beyond about two kernel widths would be a guess.
    private const double LeastWeight = 0.13;

    /// <summary>Values at the centres of a grid of cells over the unit square, from below; NaN where nothing is near.</summary>
    /// <param name="points">Places from 0 to 1, and what was measured there.</param>
    public static double[,] Compute(IReadOnlyCollection<(double X, double Y, double Value)> points, int cells)
    {
        var surface = new double[cells, cells];
        var width = Widest * Math.Pow(Math.Max(1, points.Count), -1 / 6.0);
        for (var row = 0; row < cells; row++)
            for (var column = 0; column < cells; column++)
                surface[row, column] = At((column + 0.5) / cells, (row + 0.5) / cells, points, width);
        return surface;
    }

    private static double At(double x, double y, IReadOnlyCollection<(double X, double Y, double Value)> points, double width)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var point in points)
        {
            var (across, up) = ((point.X - x) / width, (point.Y - y) / width);
            var weight = Math.Exp(-(across * across + up * up) / 2);
            (sum, weights) = (sum + weight * point.Value, weights + weight);
        }

        return weights >= LeastWeight ? sum / weights : double.NaN;
    }
}
