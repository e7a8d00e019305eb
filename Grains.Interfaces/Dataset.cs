using System.Collections.Immutable;

namespace Paretune;

/// <summary>A data set that is ready to train on.</summary>
/// <param name="Size">Side of the stored square images in pixels.</param>
/// <param name="TrainImages">Images that training and validation share.</param>
/// <param name="TestImages">Images touched once, for the front, at the end.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Dataset")]
public sealed record Dataset(
    [property: Id(0)] string Name,
    [property: Id(1)] ImmutableArray<string> Classes,
    [property: Id(2)] int Size,
    [property: Id(3)] int TrainImages,
    [property: Id(4)] int TestImages);

/// <summary>A data set with what a page shows of it.</summary>
/// <param name="TrainCounts">Training images of each class, in the data set's order; so too <paramref name="TestCounts"/>.</param>
/// <param name="Version">Letters and digits that are others once the images were replaced under the same name.</param>
public sealed record DatasetDetail(Dataset Dataset, ImmutableArray<int> TrainCounts, ImmutableArray<int> TestCounts, string Version);

/// <summary>One thing wrong with what a user gave.</summary>
/// <param name="Field">Where: <c>space.dilation[1]</c> of a search, or <c>data_batch_3.bin@61460</c> (file and byte offset) of a data
/// set.</param>
/// <param name="Message">The rule, the value got, and what to do.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Fault")]
public sealed record Fault([property: Id(0)] string Field, [property: Id(1)] string Message);
