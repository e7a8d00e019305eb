using System.Collections.Immutable;

namespace Paretune;

/// <summary>A data set that is ready to train on.</summary>
/// <param name="Size">Side of the stored square images in pixels.</param>
/// <param name="TrainImages">
/// Images that training and validation share, or that only train where <see cref="ValidationImages"/> are there.
/// </param>
/// <param name="TestImages">Images touched once, for the front, at the end.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Dataset")]
public sealed record Dataset(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<string> Classes,
    [property: Id(2)] int Size,
    [property: Id(3)] int TrainImages,
    [property: Id(4)] int TestImages)
{
    /// <summary>
    /// Images that the source keeps for validation; 0 where it has none, and a tenth of the training images is drawn for it.
    /// </summary>
    [Id(14)] public int ValidationImages { get; init; }

    /// <summary>
    /// Bits that the values of images of 16 bits a channel use, which were scaled to all of the range; 0 where there are none.
    /// </summary>
    [Id(15)] public int PixelBits { get; init; }
}

/// <summary>A data set with what a page shows of it.</summary>
/// <param name="TrainCounts">Training images of each class, in the data set's order; so too <paramref name="TestCounts"/>.</param>
/// <param name="Version">Letters and digits that are others once the images were replaced under the same name.</param>
public sealed record DatasetDetail(Dataset Dataset, ImmutableArray<int> TrainCounts, ImmutableArray<int> TestCounts, string Version)
{
    /// <summary>Validation images of each class; all 0 where they are drawn from the training images.</summary>
    public ImmutableArray<int> ValidationCounts { get; init; } = [];

    /// <summary>What the import saw against what it took; null for the built-in dataset and for imports of earlier versions.</summary>
    public ImportAccount? Account { get; init; }
}

/// <summary>One thing wrong with what a user gave.</summary>
/// <param name="Field">Where: <c>space.dilation[1]</c> of a search, or <c>data_batch_3.bin@61460</c> (file and byte offset) of a data
/// set.</param>
/// <param name="Message">The rule, the value got, and what to do.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Fault")]
public sealed record Fault([property: Id(0)] string Field, [property: Id(1)] string Message);
