namespace Paretune.Tuning.Analysis;

/// <summary>
/// Estimates values between measured points: their mean, weighted by a normal kernel of the distance (Nadaraya, "On estimating regression",
/// 1964). Returns no value where no point is near.
/// </summary>
public static class SmoothedSurface
{
    // In sides of the square: starts at a quarter and narrows with n points by n^(-1/6), Scott's rule for two dimensions.
    private const double Widest = 0.25;

    // If the nearest points are more than about two kernel widths away, an estimate would be a guess.
    private const double LeastWeight = 0.13;

    /// <summary>
    /// Returns estimates at the centres of a grid of cells over the unit square, bottom row first; NaN where no point is near.
    /// </summary>
    /// <param name="points">Positions from 0 to 1, and the values measured there.</param>
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
