using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class NonDominatedSortingTests
{
    private static readonly Direction[] Directions = [Direction.Maximize, Direction.Minimize, Direction.Minimize];

    [Theory]
    [InlineData(1, 4)]
    [InlineData(2, 10)]
    [InlineData(3, 1000)]
    public void A_point_has_as_many_ahead_as_there_are_in_the_layers_before_its_own(int seed, int values)
    {
        var random = new Random(seed);
        var layers = new NonDominatedSorting<double[]>(Directions);
        var points = new List<double[]>();

        for (var i = 0; i < 300; i++)
        {
            double[] point = [random.Next(values), random.Next(values), random.Next(values)];
            Assert.Equal(Ahead(point, points), layers.Ahead(point));
            layers.Add(point, point);
            points.Add(point);
            if (random.Next(4) > 0)
                continue;
            var gone = points[random.Next(points.Count)];
            layers.Remove(gone, gone);
            points.Remove(gone);
        }

        Assert.Equal(points.Count, layers.Count);
    }

    /// <summary>Computes the layer by definition: removes fronts one after another until the point is in one.</summary>
    private static int Ahead(double[] point, List<double[]> points)
    {
        List<double[]> rest = [.. points, point];
        while (true)
        {
            var front = rest.FindAll(one => !rest.Exists(other => Dominates(other, one)));
            if (front.Contains(point))
                return points.Count + 1 - rest.Count;
            rest.RemoveAll(front.Contains);
        }
    }

    private static bool Dominates(double[] one, double[] other) =>
        one[0] >= other[0] && one[1] <= other[1] && one[2] <= other[2] && (one[0] > other[0] || one[1] < other[1] || one[2] < other[2]);
}
