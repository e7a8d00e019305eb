using System.Collections.Immutable;
using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>
/// The search of the README's demo as a grid trained it: twelve networks on 2,000 generated shapes in 10 classes, four epochs. After the
/// first epoch all guess; some large networks learn only in the third and fourth epoch, and one of them becomes the most accurate.
/// </summary>
internal static class ShortSearch
{
    public const int Classes = 10;

    private static readonly ImmutableArray<Row> Rows =
    [
        new(1, 0.5, 1, 2_499_328, 1.90, [0.1, 0.47, 0.78, 0.795], [2.3036, 1.8059, 0.5936, 0.4941]),
        new(1, 0.5, 0.75, 1_771_328, 1.63, [0.1, 0.575, 0.84, 0.865], [2.3032, 1.7068, 0.5448, 0.4603]),
        new(1, 0.25, 1, 823_680, 1.38, [0.1, 0.31, 0.42, 0.41], [2.3034, 2.0790, 1.4435, 1.3830]),
        new(1, 0.25, 0.75, 560_032, 1.37, [0.1, 0.12, 0.415, 0.41], [2.3034, 2.2247, 1.4916, 1.4162]),
        new(2, 0.5, 1, 2_499_328, 2.14, [0.1, 0.1, 0.86, 0.92], [2.3046, 2.3047, 0.5045, 0.3351]),
        new(2, 0.5, 0.75, 1_771_328, 1.82, [0.1, 0.1, 0.49, 0.54], [2.3030, 2.3404, 1.3339, 1.1208]),
        new(2, 0.25, 1, 823_680, 1.49, [0.1, 0.14, 0.66, 0.69], [2.3037, 2.2747, 0.9618, 0.7954]),
        new(2, 0.25, 0.75, 560_032, 1.18, [0.1, 0.1, 0.235, 0.26], [2.3029, 2.3032, 1.9502, 1.8432]),
        new(3, 0.5, 1, 2_499_328, 2.13, [0.1, 0.13, 0.625, 0.645], [2.3041, 2.4111, 0.9778, 0.8279]),
        new(3, 0.5, 0.75, 1_771_328, 1.80, [0.1, 0.1, 0.48, 0.51], [2.3041, 2.3559, 1.3082, 1.1717]),
        new(3, 0.25, 1, 823_680, 1.56, [0.1, 0.1, 0.385, 0.405], [2.3033, 2.3300, 1.5977, 1.4218]),
        new(3, 0.25, 0.75, 560_032, 1.29, [0.1, 0.1, 0.225, 0.215], [2.3033, 2.3031, 2.1406, 2.0446]),
    ];

    public static CurveTable Truth { get; } = new([.. Rows.Select(Create)], Classes);

    private static CurveRow Create(Row row) => new(
        new("dilated-separable", Sample.Configuration(row.Dilation, row.Width, row.Resolution),
            row.Width == 0.5 ? new(558_282, row.Macs, 2_248_744) : new(148_458, row.Macs, 606_696)),
        [.. row.Accuracies.Zip(row.Losses, (accuracy, loss) => new EpochTruth(accuracy, loss, row.Seconds))]);

    private sealed record Row(
        int Dilation, double Width, double Resolution, long Macs, double Seconds, double[] Accuracies, double[] Losses);
}
