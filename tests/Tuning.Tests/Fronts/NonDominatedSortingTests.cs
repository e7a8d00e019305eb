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

    [Fact]
    public void A_point_whose_value_is_not_known_is_not_ahead_of_one_that_may_be_on_the_front()
    {
        var layers = new NonDominatedSorting<char>(Direction.Maximize, Direction.Maximize) { IsUnknownWorst = true };
        layers.Add('a', [0.9, double.NaN]);

        Assert.Equal(0, layers.Ahead([0.8, 0.95]));
        layers.Add('b', [0.95, 0.1]);
        Assert.Equal(1, layers.Ahead([0.9, double.NaN]));
        var former = new NonDominatedSorting<char>(Direction.Maximize, Direction.Maximize);
        former.Add('a', [0.9, double.NaN]);
        Assert.Equal(1, former.Ahead([0.8, 0.95]));
    }

    [Theory]
    [InlineData(2, "ab cde")]
    [InlineData(3, "ab cde")]
    [InlineData(4, "ab cde")]
    [InlineData(5, "ab")]
    public void Layers_lead_while_fewer_than_one_in_so_many_points_are_before_them(int reduction, string expected)
    {
        // Layers of two, three and five points.
        var layers = new NonDominatedSorting<char>(Direction.Maximize, Direction.Minimize);
        foreach (var (item, accuracy, cost) in ((char, double, double)[])
            [('a', 0.9, 1), ('b', 0.95, 2), ('c', 0.7, 1), ('d', 0.8, 2), ('e', 0.85, 3), ('f', 0.1, 1), ('g', 0.2, 2), ('h', 0.3, 3),
            ('i', 0.4, 4), ('j', 0.5, 5)])
            layers.Add(item, [accuracy, cost]);

        Assert.Equal(expected, string.Join(' ', layers.Leading(reduction).Select(layer => string.Concat(layer.Order()))));
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
