using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Tests.Fronts;

public sealed class NormalDrawsTests
{
    [Fact]
    public void All_places_together_are_normal_numbers()
    {
        var drawn = NormalDraws.Compute(place: 5, seed: 3, NormalDraws.Size, mean: 5, deviation: 2);

        // Standard errors: 0.016 of the mean, 0.011 of the deviation, 0.4 and 0.2 points of the shares.
        var mean = drawn.Average();
        Assert.Equal(5, mean, 0.06);
        Assert.Equal(2, Math.Sqrt(drawn.Average(value => (value - mean) * (value - mean))), 0.05);
        Assert.Equal(0.6827, drawn.Count(value => Math.Abs(value - 5) < 2) / (double)drawn.Length, 0.015);
        Assert.Equal(0.0455, drawn.Count(value => Math.Abs(value - 5) > 4) / (double)drawn.Length, 0.006);
        Assert.Equal(0, drawn.Zip(drawn.Skip(1), (one, next) => (one - 5) * (next - 5) / 4).Average(), 0.03);
    }

    [Fact]
    public void Behind_its_end_the_table_begins_again()
    {
        var drawn = NormalDraws.Compute(place: 7, seed: 3, NormalDraws.Size + 100, mean: 0, deviation: 1);
        double[] wrapped = new double[300], first = new double[298];

        NormalDraws.Fill(new double[300], [.. Enumerable.Repeat(1.0, 300)], wrapped, NormalDraws.Size - 2);
        NormalDraws.Fill(new double[298], [.. Enumerable.Repeat(1.0, 298)], first, place: 0);

        Assert.Equal(drawn[..100], drawn[NormalDraws.Size..]);
        Assert.Equal(first, wrapped[2..]);
    }

    [Fact]
    public void Another_place_or_seed_gives_other_numbers()
    {
        var drawn = NormalDraws.Compute(place: 7, seed: 3, count: 4, mean: 0, deviation: 1);

        Assert.Equal(drawn, NormalDraws.Compute(7, 3, 4, 0, 1));
        Assert.Equal(drawn[1..], NormalDraws.Compute(8, 3, 3, 0, 1));
        Assert.NotEqual(drawn, NormalDraws.Compute(7, 4, 4, 0, 1));
    }
}
