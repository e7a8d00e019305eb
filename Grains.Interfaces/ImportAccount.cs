using System.Collections.Immutable;

namespace Paretune;

/// <summary>What an import took and what it left out.</summary>
/// <param name="Taken">The number of images in the dataset.</param>
/// <param name="LeftOut">Files that are not in the dataset, by kind.</param>
/// <param name="Sides">The sides of the source images; null if their format fixes one size.</param>
/// <param name="Notes">One sentence for each decision about the images: how they were split, cropped and scaled.</param>
public sealed record ImportAccount(int Taken, ImmutableArray<LeftOut> LeftOut, ImageSides? Sides, ImmutableArray<string> Notes);

/// <summary>Files of one kind that an import left out.</summary>
/// <param name="What">The kind, such as <c>.txt</c>, or <c>.png outside of a class's folder</c>.</param>
/// <param name="Example">The path of one of the files inside the source.</param>
public sealed record LeftOut(int Files, string What, string Example);

/// <summary>The shorter sides of images in pixels.</summary>
public sealed record ImageSides(int Smallest, int Median, int Largest);
