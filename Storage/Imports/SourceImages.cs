using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The images a layout found in a folder, about to be written to the cache.</summary>
/// <param name="Kind">The layout's name.</param>
/// <param name="Size">Side of the square images in pixels.</param>
internal sealed record SourceImages(string Kind, ImmutableArray<string> Classes, int Size, SourceSplit Train, SourceSplit Test)
{
    /// <summary>Null where the source keeps no images for validation.</summary>
    public SourceSplit? Validation { get; init; }

    /// <inheritdoc cref="Dataset.PixelBits"/>
    public int PixelBits { get; init; }

    /// <inheritdoc cref="Dataset.IsGrey"/>
    public bool IsGrey { get; init; }
}

/// <summary>
/// One split: a label an image, and the pixels of all images in that order, each channels·size·size bytes, in blocks that fit
/// memory.
/// </summary>
/// <param name="Pixels">Read once. Images that cannot be decoded are added to the import's errors when they are reached.</param>
internal sealed record SourceSplit(ushort[] Labels, IEnumerable<ReadOnlyMemory<byte>> Pixels)
{
    public SourceSplit(byte[] labels, IEnumerable<ReadOnlyMemory<byte>> pixels)
        : this(Array.ConvertAll(labels, label => (ushort)label), pixels)
    {
    }
}

/// <summary>One way to lay out a dataset in a folder.</summary>
internal interface ISourceLayout
{
    /// <summary>Whether the folder means to be of this layout, complete or not.</summary>
    bool Recognises(string folder);

    /// <summary>Checks everything that needs no decoding; null if that found errors.</summary>
    SourceImages? Read(string folder, ImportRun run);
}
