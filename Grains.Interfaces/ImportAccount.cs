using System.Collections.Immutable;

namespace Paretune;

/// <summary>The account of an import: which files were taken and which were left out.</summary>
/// <param name="Taken">Images that are in the dataset.</param>
/// <param name="LeftOut">Files that are not.</param>
/// <param name="Sides">Of the images as they came; null where all have one size by their format.</param>
/// <param name="Notes">What was decided about the images, a sentence each: how they were split, cropped and scaled.</param>
public sealed record ImportAccount(int Taken, ImmutableArray<LeftOut> LeftOut, ImageSides? Sides, ImmutableArray<string> Notes);

/// <summary>Files of one kind that are not in a dataset.</summary>
/// <param name="What">Such as <c>.txt</c>, or <c>.png outside of a class's folder</c>.</param>
/// <param name="Example">One of them: its path inside the source.</param>
public sealed record LeftOut(int Files, string What, string Example);

/// <summary>The shorter sides of images in pixels.</summary>
public sealed record ImageSides(int Smallest, int Median, int Largest);
