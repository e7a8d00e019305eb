using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The images that a layout found in a folder, to be written to the cache.</summary>
/// <param name="Kind">The layout's name.</param>
/// <param name="Size">Side of the square images in pixels.</param>
internal sealed record SourceImages(string Kind, ImmutableArray<string> Classes, int Size, SourceSplit Train, SourceSplit Test)
{
    /// <summary>Null if the source has no validation images of its own.</summary>
    public SourceSplit? Validation { get; init; }

    /// <inheritdoc cref="Dataset.PixelBits"/>
    public int PixelBits { get; init; }

    /// <inheritdoc cref="Dataset.IsGrey"/>
    public bool IsGrey { get; init; }
}

/// <summary>
/// One split: a label per image, and the pixels of all images in that order, channels·size·size bytes each, in blocks that fit in memory.
/// </summary>
/// <param name="Pixels">Enumerated once. Images that cannot be decoded are added to the import's errors when they are reached.</param>
internal sealed record SourceSplit(ushort[] Labels, IEnumerable<ReadOnlyMemory<byte>> Pixels)
{
    public SourceSplit(byte[] labels, IEnumerable<ReadOnlyMemory<byte>> pixels)
        : this(Array.ConvertAll(labels, label => (ushort)label), pixels)
    {
    }
}

/// <summary>A layout of a dataset in a folder.</summary>
internal interface ISourceLayout
{
    /// <summary>Returns whether the folder appears to be of this layout, complete or not.</summary>
    bool Recognizes(string folder);

    /// <summary>Checks everything that needs no decoding; returns null if there were errors.</summary>
    SourceImages? Read(string folder, ImportRun run);
}
