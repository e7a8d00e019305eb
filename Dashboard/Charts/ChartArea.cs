namespace Paretune.Dashboard.Charts;

/// <summary>What a viewer drew around on a chart: a box or a line by hand.</summary>
/// <param name="X">Corners, in values of the axis; none where the viewer took the outline away.</param>
/// <param name="Y">As many.</param>
/// <param name="Adds">Whether what lies within joins what was chosen before.</param>
public sealed record ChartArea(double[] X, double[] Y, bool Adds)
{
    public bool IsEmpty => X.Length < 3 || X.Length != Y.Length;

    /// <summary>Whether a point lies within: a ray from it crosses the outline an odd number of times.</summary>
    /// <param name="isLogarithmic">Whether the horizontal axis is: sides are straight as they are seen.</param>
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
/// <param name="Shape">Its place among the layout's shapes.</param>
/// <param name="X">Where it begins now, in values of the axes.</param>
public sealed record ChartMove(int Shape, double X, double Y);
