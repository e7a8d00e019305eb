using System.Collections.Immutable;

namespace Paretune.Tuning.Paper;

/// <summary>A joint module in the paper's Table 1: dilated 3×3, depthwise 3×3, pointwise 1×1.</summary>
/// <param name="Stride">The stride of the depthwise convolution.</param>
/// <param name="MapSize">The side of the feature map after it, for images of 224 pixels.</param>
/// <param name="Misprint">The printed value if it contradicts the table's own strides; otherwise empty.</param>
public sealed record PaperModule(int Number, int In, int Out, int Stride, int MapSize, string Misprint = "")
{
    /// <summary>The image size for which the paper prints its map sizes.</summary>
    public const int Resolution = 224;

    /// <summary>The number of classes for which the paper prints its parameter counts.</summary>
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
