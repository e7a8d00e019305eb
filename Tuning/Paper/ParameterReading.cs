using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Paper;

/// <summary>
/// One interpretation of the paper's parameter count. The text gives 4.1 million for δ = 3; its table, counted literally, gives fewer.
/// </summary>
/// <param name="Basis">What in the paper supports the interpretation or contradicts it.</param>
/// <param name="IsByFormula">Whether the paper's equations count this way.</param>
public sealed record ParameterReading(string Name, long Parameters, string Basis, bool IsByFormula = false)
{
    public const long Published = 4_100_000;

    private const int Filter = 3;
    private const int Taps = Filter * Filter;

    // In one interpretation, the dilated convolutions up to this module mix their channels.
    private const int LastMixing = 5;

    /// <param name="plan">The network at α = 1.</param>
    /// <param name="dilation">δ, for the interpretations that count the whole area of a dilated filter.</param>
    public static ImmutableArray<ParameterReading> From(NetworkPlan plan, int dilation)
    {
        var dilated = Convolutions(plan, ".dilated");
        var depthwise = Convolutions(plan, ".depthwise");
        var area = PaperFormulas.FilterArea(dilation, Filter);
        var denseDilated = plan.Parameters + (area - Taps) * Pairs(dilated);
        return
        [
            new("as built: nine taps per filter, dilated convolutions per channel", plan.Parameters,
                "Table 1, and \"applied to each channel of the feature map\" in the text"),
            new(
                "bias in every convolution",
                plan.Parameters + plan.Layers.Where(layer => layer.Kind == LayerKind.Convolution).Sum(layer => layer.Out),
                "the paper does not mention a bias, and before batch norm a bias has no effect"),
            new("batch norm after every convolution", plan.Parameters + 2 * (Channels(dilated) + Channels(depthwise)),
                "contradicted by \"nine BN layers\" in the text"),
            new($"dilated filters dense, C = {area} weights", denseDilated, "eq. (1) and (3), which count a dilated filter this way",
                IsByFormula: true),
            new(
                $"dilated and depthwise filters dense, C = {area} weights", denseDilated + (area - Taps) * Pairs(depthwise),
                "eq. (3) with L_k for both filters of a module", IsByFormula: true),
            new(
                $"dilated convolutions of modules 1 to {LastMixing} mix their channels", plan.Parameters + Mixing(dilated.Take(LastMixing)),
                "nothing in the paper describes it, and \"applied to each channel\" contradicts it; only the number is close"),
            new("every dilated convolution mixes its channels", plan.Parameters + Mixing(dilated),
                "what \"dilated convolution\" usually means"),
        ];
    }

    /// <summary>Returns the interpretation whose count is nearest to the paper's.</summary>
    public static ParameterReading Nearest(IEnumerable<ParameterReading> readings) =>
        readings.MinBy(reading => Math.Abs(reading.Parameters - Published))!;

    private static ImmutableArray<LayerPlan> Convolutions(NetworkPlan plan, string end) =>
        [.. plan.Layers.Where(layer => layer.Name.EndsWith(end, StringComparison.Ordinal))];

    private static long Channels(IEnumerable<LayerPlan> layers) => layers.Sum(layer => layer.Out);

    // The additional weights of a convolution over all channels, compared to one per channel.
    private static long Mixing(IEnumerable<LayerPlan> layers) =>
        layers.Sum(layer => (long)Taps * layer.Out * (layer.In - layer.In / layer.Groups));

    // The number of filters: input channels per group times output channels.
    private static long Pairs(IEnumerable<LayerPlan> layers) => layers.Sum(layer => (long)layer.In / layer.Groups * layer.Out);
}
