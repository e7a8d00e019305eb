using System.Globalization;
using Paretune.Dashboard.Charts;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class AxisScaleTests
{
    [Theory]
    [InlineData(195e3, 2.5e6, true, "200000 500000 1000000 2000000")]
    [InlineData(100, 1e6, true, "100 1000 10000 100000 1000000")]
    [InlineData(210e3, 250e3, true, "210000 220000 230000 240000 250000")]
    [InlineData(0.11, 0.58, false, "0.2 0.3 0.4 0.5")]
    [InlineData(-1, 1, false, "-1 -0.5 0 0.5 1")]
    public void Marks_are_1_2_and_5_times_powers_of_ten(double from, double to, bool isLogarithmic, string marks) =>
        Assert.Equal(marks, string.Join(' ', new AxisScale(from, to, isLogarithmic).Ticks(6).Select(Text)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_value_is_at_its_place(bool isLogarithmic)
    {
        var scale = new AxisScale(10, 1000, isLogarithmic);

        Assert.Equal(0, scale.Place(10), 9);
        Assert.Equal(1, scale.Place(1000), 9);
        Assert.Equal(isLogarithmic ? 0.5 : 90 / 990.0, scale.Place(100), 9);
        Assert.Equal(100, scale.At(scale.Place(100)), 9);
    }

    private static string Text(double value) => Math.Round(value, 9).ToString(CultureInfo.InvariantCulture);
}
