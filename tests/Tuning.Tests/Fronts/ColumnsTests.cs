using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class ColumnsTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(3), InlineData(8), InlineData(19)]
    public void Several_rows_at_once_are_as_one_after_the_other(int rows)
    {
        double[] one = [.. Enumerable.Range(0, rows).Select(row => (double)(row * 7 % 5))];
        double[] other = [.. Enumerable.Range(0, rows).Select(row => row - 4.5)];
        var (product, scaled) = (new double[rows], new double[rows]);

        Columns.AddProduct(one, other, one, product);
        Columns.Scaled(one, 2, 0.5, other, scaled);

        Assert.Equal(one.Zip(other, (a, b) => a + b * a), product);
        Assert.Equal(one.Zip(other, (a, b) => (a - 2) * 0.5 - b), scaled);
        Assert.Equal(one.DefaultIfEmpty(double.NegativeInfinity).Max(), Columns.Max(one));
        Assert.Equal(one.Index().Where(row => row.Item >= 3).Select(row => row.Index), Columns.AtLeast(one, 3));
    }
}
