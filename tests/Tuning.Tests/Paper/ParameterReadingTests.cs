using Paretune.Tuning.Networks;
using Paretune.Tuning.Paper;

namespace Paretune.Tuning.Tests.Paper;

public sealed class ParameterReadingTests
{
    private static readonly NetworkPlan Plan =
        NetworkCatalog.Plan("dilated-separable", Sample.Configuration(dilation: 3), PaperModule.Resolution, PaperModule.Classes);

    [Fact]
    public void The_readings_are_counted_from_the_rows()
    {
        var counts = ParameterReading.From(Plan, dilation: 3).Select(reading => reading.Parameters);

        // By hand: Σ in 2912, of which the first filter has 3 · 32 pairs of channels; Σ out 3904; Σ in · out 2,091,008; classifier
        // 1,025,000.
        const long Built = 2_091_008 + 9 * 2912 + 9 * (96 + 2880) + 2 * 3904 + 1_025_000;
        Assert.Equal(
            [
                Built, Built + 2 * 2912 + 3904, Built + 2 * 2 * 2912, Built + 112 * (96 + 2880), Built + 112 * (96 + 2880) + 112 * 2912,
                // In² − In filters of nine taps more, for 64, 128, 128 and 256 channels, and for all but the first.
                Built + 9 * (64 * 63 + 2 * 128 * 127 + 256 * 255),
                Built + 9 * (64 * 63 + 2 * 128 * 127 + 2 * 256 * 255 + 2 * 512 * 511 + 1024 * 1023),
            ],
            counts);
    }

    [Fact]
    public void The_nearest_reading_is_within_a_hundredth_of_the_paper_and_none_that_its_formulas_give_is()
    {
        var readings = ParameterReading.From(Plan, dilation: 3);

        var nearest = ParameterReading.Nearest(readings);

        Assert.InRange(nearest.Parameters, 0.99 * ParameterReading.Published, 1.01 * ParameterReading.Published);
        Assert.StartsWith("nothing in the paper describes it", nearest.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void The_network_is_the_papers_table()
    {
        foreach (var module in PaperModule.All)
        {
            var layers = Plan.Layers.Where(layer => layer.Name.StartsWith($"module{module.Number}.", StringComparison.Ordinal)).ToList();
            var (depthwise, pointwise) = (
                layers.Find(layer => layer.Name.EndsWith("depthwise", StringComparison.Ordinal))!,
                layers.Find(layer => layer.Name.EndsWith("pointwise", StringComparison.Ordinal))!);
            Assert.Equal(
                (module.In, module.Out, module.Stride, module.MapSize),
                (pointwise.In, pointwise.Out, depthwise.Stride, pointwise.OutputSize));
        }
    }
}
