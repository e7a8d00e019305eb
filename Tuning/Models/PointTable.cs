namespace Paretune.Tuning.Models;

/// <summary>Points to predict at, stored by feature, so that many are evaluated together.</summary>
internal sealed class PointTable
{
    private readonly double[] _features;

    public PointTable(IReadOnlyList<double[]> points)
    {
        (Count, Features) = (points.Count, points.Count == 0 ? 0 : points[0].Length);
        _features = new double[Features * Count];
        for (var point = 0; point < Count; point++)
            for (var feature = 0; feature < Features; feature++)
                _features[feature * Count + point] = points[point][feature];
    }

    public int Count { get; }

    public int Features { get; }

    /// <summary>One feature of some of the points.</summary>
    public ReadOnlySpan<double> Column(int feature, int start, int count) => _features.AsSpan(feature * Count + start, count);
}
