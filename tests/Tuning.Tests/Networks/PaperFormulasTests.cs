using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Tests.Networks;

public sealed class PaperFormulasTests
{
    [Theory]
    [InlineData(1, 9)]
    [InlineData(2, 49)]
    [InlineData(3, 121)]
    [InlineData(4, 225)]
    public void A_3x3_filter_covers_the_area_of_equation_1(int dilation, long expected)
    {
        Assert.Equal(expected, PaperFormulas.FilterArea(dilation, filter: 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Three_taps_at_their_spacing_span_the_side_of_the_filter(int dilation)
    {
        var span = 1 + 2 * PaperFormulas.TapSpacing(dilation);

        Assert.Equal(PaperFormulas.FilterSide(dilation, filter: 3), span);
    }

    [Fact]
    public void Equations_2_and_3_give_the_figures_worked_out_by_hand()
    {
        Assert.Equal(9 * 32 * 64 * 112 * 112, PaperFormulas.TraditionalCost(filterSide: 3, channels: 32, filters: 64, mapSide: 112));
        Assert.Equal((9 * 32 + 32 * 64) * 112 * 112, PaperFormulas.SeparableCost(filterSide: 3, channels: 32, filters: 64, mapSide: 112));
    }

    [Fact]
    public void Equation_4_is_the_ratio_of_3_and_2()
    {
        var ratio = PaperFormulas.SeparableCost(7, 32, 64, 112) / PaperFormulas.TraditionalCost(7, 32, 64, 112);

        Assert.Equal(ratio, PaperFormulas.SeparableRatio(7, 64), precision: 12);
    }

    [Fact]
    public void Equation_5_scales_channels_and_filters()
    {
        Assert.Equal((9 * 16 + 16 * 32) * 112 * 112, PaperFormulas.WidthScaledCost(3, 32, 64, 112, width: 0.5));
    }

    [Fact]
    public void Equation_6_scales_the_map()
    {
        Assert.Equal((9 * 32 + 32 * 64) * 56 * 56, PaperFormulas.ResolutionScaledCost(3, 32, 64, 112, resolution: 0.5));
    }

    [Fact]
    public void Equation_7_scales_both()
    {
        Assert.Equal((9 * 16 + 16 * 32) * 56 * 56, PaperFormulas.ScaledCost(3, 32, 64, 112, width: 0.5, resolution: 0.5));
    }
}
