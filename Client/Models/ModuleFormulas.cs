using Paretune.Tuning.Networks;

namespace Paretune.Client.Models;

/// <summary>
/// The paper's equations (1) to (7) for one joint module. They count a dilated filter as dense, so they exceed the MACs that are computed.
/// </summary>
/// <param name="FilterArea">C of equation (1).</param>
/// <param name="FilterSide">L_k = √C.</param>
/// <param name="Traditional">G_t of equation (2).</param>
/// <param name="Separable">G_d of equation (3).</param>
/// <param name="Ratio">G_d / G_t, equation (4).</param>
/// <param name="WidthScaled">G_α of equation (5).</param>
/// <param name="ResolutionScaled">G_ρ of equation (6).</param>
/// <param name="Scaled">G_αρ of equation (7).</param>
internal sealed record ModuleFormulas(
    string Module, long FilterArea, long FilterSide, double Traditional, double Separable, double Ratio, double WidthScaled,
    double ResolutionScaled, double Scaled)
{
    private const int Filter = 3;
    private const string First = ".dilated", Last = ".pointwise";

    /// <param name="plan">
    /// The network at α = 1 and ρ = 1, because the formulas apply the multipliers themselves. A network without dilated modules has no
    /// formulas.
    /// </param>
    public static IEnumerable<ModuleFormulas> From(NetworkPlan plan, Configuration configuration)
    {
        var pointwise = plan.Layers.Where(layer => layer.Name.EndsWith(Last, StringComparison.Ordinal))
            .ToDictionary(layer => layer.Name[..^Last.Length]);
        return
            from dilated in plan.Layers
            where dilated.Name.EndsWith(First, StringComparison.Ordinal)
            let module = dilated.Name[..^First.Length]
            select From(module, channels: pointwise[module].In, filters: pointwise[module].Out, map: dilated.InputSize, configuration);
    }

    private static ModuleFormulas From(string module, int channels, int filters, int map, Configuration configuration)
    {
        var side = PaperFormulas.FilterSide(configuration.Dilation, Filter);
        return new(
            module, PaperFormulas.FilterArea(configuration.Dilation, Filter), side,
            PaperFormulas.TraditionalCost(side, channels, filters, map),
            PaperFormulas.SeparableCost(side, channels, filters, map),
            PaperFormulas.SeparableRatio(side, filters),
            PaperFormulas.WidthScaledCost(side, channels, filters, map, configuration.Width),
            PaperFormulas.ResolutionScaledCost(side, channels, filters, map, configuration.Resolution),
            PaperFormulas.ScaledCost(side, channels, filters, map, configuration.Width, configuration.Resolution));
    }
}
