namespace Paretune.Dashboard.Charts;

/// <summary>An area that a viewer drew on a chart: a box or a freehand outline.</summary>
/// <param name="X">Horizontal coordinates of the corners, in axis values; empty if the viewer removed the outline.</param>
/// <param name="Y">Vertical coordinates, as many as <paramref name="X"/>.</param>
/// <param name="Adds">Whether the points inside are added to the selection.</param>
public sealed record ChartArea(double[] X, double[] Y, bool Adds)
{
    public bool IsEmpty => X.Length < 3 || X.Length != Y.Length;

    /// <summary>Returns whether a point is inside: a ray from it crosses the outline an odd number of times.</summary>
    /// <param name="isLogarithmic">Whether the horizontal axis is logarithmic: the sides are straight lines on the screen.</param>
    public bool Has(double x, double y, bool isLogarithmic)
    {
        var isWithin = false;
        for (var (i, j) = (0, X.Length - 1); i < X.Length; j = i++)
        {
            if (Y[i] > y == Y[j] > y)
                continue;
            var share = (y - Y[i]) / (Y[j] - Y[i]);
            var crossing = isLogarithmic ? X[i] * Math.Pow(X[j] / X[i], share) : X[i] + share * (X[j] - X[i]);
            if (x < crossing)
                isWithin = !isWithin;
        }

        return isWithin;
    }
}

/// <summary>A line of a chart that a viewer dragged.</summary>
/// <param name="Shape">Index of the line in the layout's shapes.</param>
/// <param name="X">The new start of the line, in axis values.</param>
public sealed record ChartMove(int Shape, double X, double Y);
