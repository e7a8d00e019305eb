using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The folders of a source's splits, found by their names, ignoring case.</summary>
/// <param name="Train">The folder that contains the classes' folders; empty if they are in the source itself.</param>
/// <param name="Validation">Null if there is none; <paramref name="Test"/> likewise.</param>
internal sealed record SplitFolders(string Train, string? Validation, string? Test)
{
    private static readonly ImmutableArray<string> TrainNames = ["train", "training"];
    private static readonly ImmutableArray<string> ValidationNames = ["val", "valid", "validation", "dev"];
    private static readonly ImmutableArray<string> TestNames = ["test", "testing"];

    public static SplitFolders From(string folder, ErrorList errors)
    {
        if (Named(folder, TrainNames, errors) is { } train)
            return new(train, Named(folder, ValidationNames, errors), Named(folder, TestNames, errors));
        if (AreAlone(folder) && Found(folder, [.. ValidationNames, .. TestNames]) is [var lone, ..])
            errors.Add(
                lone,
                $"a folder {lone} of classes must have a folder train next to it, with the training images, but there is none; add it, or "
                    + $"import {lone} itself");
        return new("", null, null);
    }

    /// <summary>Returns whether a folder has splits, so that the classes' folders are below them.</summary>
    public static bool AreIn(string folder) => Found(folder, TrainNames).Length > 0 || AreAlone(folder);

    // A single folder may be the one that wraps an archive's content.
    private static bool AreAlone(string folder) =>
        ImageFolderLayout.Folders(folder).Length > 1 && Found(folder, [.. ValidationNames, .. TestNames]).Length > 0;

    private static string? Named(string folder, ImmutableArray<string> names, ErrorList errors)
    {
        var found = Found(folder, names);
        if (found.Length > 1)
            errors.Add(found[1], $"a source must have one folder for each split, but {string.Join(" and ", found)} are the same split; "
                + "join them");
        return found.FirstOrDefault();
    }

    // A class may be named "train"; its folder then contains images and no folders.
    private static string[] Found(string folder, ImmutableArray<string> names) =>
        [.. ImageFolderLayout.Folders(folder).Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)
            && ImageFolderLayout.Folders(Path.Combine(folder, name)).Length > 0)];
}
