using System.Collections.Immutable;

namespace Paretune.Tuning.Paper;

/// <summary>A joint module as the paper's Table 1 has it: dilated 3×3, depthwise 3×3, pointwise 1×1.</summary>
/// <param name="Stride">Of the depthwise convolution.</param>
/// <param name="MapSize">Side of the map after it, for 224 pixels.</param>
/// <param name="Misprint">What the printed table has otherwise; empty where it agrees with its own strides.</param>
public sealed record PaperModule(int Number, int In, int Out, int Stride, int MapSize, string Misprint = "")
{
    /// <summary>Of the image, as the paper prints its sizes.</summary>
    public const int Resolution = 224;

    /// <summary>Classes of the sizes the paper prints.</summary>
    public const int Classes = 1000;

    public static ImmutableArray<PaperModule> All { get; } =
    [
        new(1, 32, 64, 2, 112),
        new(2, 64, 128, 2, 56, "input size of the depthwise"),
        new(3, 128, 128, 1, 56, "input size of the dilated"),
        new(4, 128, 256, 2, 28),
        new(5, 256, 256, 1, 28),
        new(6, 256, 512, 2, 14),
        new(7, 512, 512, 1, 14),
        new(8, 512, 1024, 2, 7),
        new(9, 1024, 1024, 1, 7),
    ];
}
