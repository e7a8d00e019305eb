using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A dataset that is ready to train on.</summary>
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
    /// <summary>The name of the dataset that is drawn by code, and that no import may take, change or delete.</summary>
    public const string BuiltIn = "shapes";

    /// <summary>
    /// Images that the source keeps for validation; 0 where it has none, and a tenth of the training images is drawn for it.
    /// </summary>
    [Id(14)] public int ValidationImages { get; init; }

    /// <summary>
    /// Bits that the values of images of 16 bits a channel use, which were scaled to all of the range; 0 where there are none.
    /// </summary>
    [Id(15)] public int PixelBits { get; init; }

    /// <summary>
    /// The default augmentation of searches that use this dataset: <c>none</c>, <c>crop</c>, <c>flip+crop</c>. Null if it was not set; then
    /// the default of all searches applies.
    /// </summary>
    [Id(25), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Augmentation { get; init; }

    /// <summary>Whether the images are stored, and trained on, as one channel of grey instead of red, green and blue.</summary>
    [Id(26), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsGrey { get; init; }

    /// <summary>Null where an earlier version imported it.</summary>
    [Id(27), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassBalance? Balance { get; init; }

    /// <summary>
    /// Letters and digits that are equal for equal images and classes alone, whatever the dataset is called; null where a version that
    /// did not record them started the search.
    /// </summary>
    [Id(28), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; init; }

    [JsonIgnore]
    public int Channels => IsGrey ? 1 : 3;

    /// <summary>Bytes of one image: its channels one behind the other, each row by row.</summary>
    [JsonIgnore]
    public int ImageBytes => Channels * Size * Size;
}

/// <summary>How many training images the classes have.</summary>
/// <param name="Fewest">Of the class that has fewest, <paramref name="Rarest"/>.</param>
/// <param name="Most">Of the class that has most.</param>
/// <param name="Rare">Classes with fewer than ten.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ClassBalance")]
public sealed record ClassBalance(
    [property: Id(0)] int Fewest, [property: Id(1)] int Most, [property: Id(2)] int Rare, [property: Id(3)] string Rarest)
{
    /// <summary>A class of fewer images has metrics that say little of it.</summary>
    public const int FewImages = 10;

    /// <summary>Whether the share of images found says little of the classes with fewest.</summary>
    [JsonIgnore]
    public bool IsUnbalanced => Most >= 2 * Fewest;
}

/// <summary>A dataset with what a page shows of it.</summary>
/// <param name="TrainCounts">Training images of each class, in the dataset's order; likewise <paramref name="TestCounts"/>.</param>
/// <param name="Version">Letters and digits that are others once the images were replaced under the same name.</param>
public sealed record DatasetDetail(Dataset Dataset, ImmutableArray<int> TrainCounts, ImmutableArray<int> TestCounts, string Version)
{
    /// <summary>Validation images of each class; all 0 where they are drawn from the training images.</summary>
    public ImmutableArray<int> ValidationCounts { get; init; } = [];

    /// <summary>The account of the import; null for the built-in dataset and for imports of earlier versions.</summary>
    public ImportAccount? Account { get; init; }
}

/// <summary>One thing wrong with what a user gave.</summary>
/// <param name="Field">Where: <c>space.dilation[1]</c> of a search, or <c>data_batch_3.bin@61460</c> (file and byte offset) of a data
/// set.</param>
/// <param name="Message">The rule, the value got, and what to do.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Fault")]
public sealed record Fault([property: Id(0)] string Field, [property: Id(1)] string Message);
