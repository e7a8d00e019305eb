namespace Paretune.Tuning.Networks;

/// <summary>
/// The paper's equations (1) to (7). They count a dilated filter as dense, so their results are larger than the MACs of a <see
/// cref="NetworkPlan"/>, which counts the nine taps that are computed. S is the filter size, L_k the side of the dilated filter, L_i the
/// side of the input map, H the input channels, N the filters.
/// </summary>
public static class PaperFormulas
{
    /// <summary>Eq. (1): the area C that an S×S filter covers at dilation rate δ.</summary>
    public static long FilterArea(int dilation, int filter) =>
        FilterSide(dilation, filter) * FilterSide(dilation, filter);

    /// <summary>L_k = √C.</summary>
    public static long FilterSide(int dilation, int filter) => (long)filter * dilation + (dilation - 1);

    /// <summary>
    /// Torch's dilation for δ: the pixels from one tap of a 3×3 filter to the next, so that the filter covers the area of eq. (1).
    /// </summary>
    public static int TapSpacing(int dilation) => 2 * dilation - 1;

    /// <summary>Eq. (2): G_t, multiplications of a traditional convolution.</summary>
    public static double TraditionalCost(double filterSide, double channels, double filters, double mapSide) =>
        filterSide * filterSide * channels * filters * mapSide * mapSide;

    /// <summary>Eq. (3): G_d, multiplications of a separable convolution.</summary>
    public static double SeparableCost(double filterSide, double channels, double filters, double mapSide) =>
        filterSide * filterSide * channels * mapSide * mapSide + channels * filters * mapSide * mapSide;

    /// <summary>Eq. (4): G_d / G_t = 1/N + 1/L_k².</summary>
    public static double SeparableRatio(double filterSide, double filters) => 1 / filters + 1 / (filterSide * filterSide);

    /// <summary>Eq. (5): G_α, the cost of a separable convolution with its channels and filters multiplied by α.</summary>
    public static double WidthScaledCost(double filterSide, double channels, double filters, double mapSide, double width) =>
        SeparableCost(filterSide, width * channels, width * filters, mapSide);

    /// <summary>Eq. (6): G_ρ, the cost of a separable convolution on a map whose side is multiplied by ρ.</summary>
    public static double ResolutionScaledCost(double filterSide, double channels, double filters, double mapSide, double resolution) =>
        SeparableCost(filterSide, channels, filters, resolution * mapSide);

    /// <summary>Eq. (7): G_αρ, the cost with both multipliers.</summary>
    public static double ScaledCost(double filterSide, double channels, double filters, double mapSide, double width, double resolution) =>
        SeparableCost(filterSide, width * channels, width * filters, resolution * mapSide);
}
