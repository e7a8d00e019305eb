using System.Collections.Immutable;

namespace Paretune.Storage.Imports;

/// <summary>The folders of a source that are its splits, by their names whatever their case.</summary>
/// <param name="Train">The folder of the classes' folders; empty where these lie in the source itself.</param>
/// <param name="Validation">Null if there is none; likewise <paramref name="Test"/>.</param>
internal sealed record SplitFolders(string Train, string? Validation, string? Test)
{
    private static readonly ImmutableArray<string> TrainNames = ["train", "training"];
    private static readonly ImmutableArray<string> ValidationNames = ["val", "valid", "validation", "dev"];
    private static readonly ImmutableArray<string> TestNames = ["test", "testing"];

    public static SplitFolders From(string folder, FaultList faults)
    {
        if (Named(folder, TrainNames, faults) is { } train)
            return new(train, Named(folder, ValidationNames, faults), Named(folder, TestNames, faults));
        if (AreAlone(folder) && Found(folder, [.. ValidationNames, .. TestNames]) is [var lone, ..])
            faults.Add(
                lone,
                $"a folder {lone} of classes must have the folder train with the training images beside it, but has not; add it, or choose "
                    + $"{lone} itself "
                + "to import");
        return new("", null, null);
    }

    /// <summary>Whether splits are meant: then the folders of classes lie below them.</summary>
    public static bool AreIn(string folder) => Found(folder, TrainNames).Length > 0 || AreAlone(folder);

    // A lone folder may be what an archive wraps everything in.
    private static bool AreAlone(string folder) =>
        ImageFolderLayout.Folders(folder).Length > 1 && Found(folder, [.. ValidationNames, .. TestNames]).Length > 0;

    private static string? Named(string folder, ImmutableArray<string> names, FaultList faults)
    {
        var found = Found(folder, names);
        if (found.Length > 1)
            faults.Add(found[1], $"a source must have one folder for each split, but {string.Join(" and ", found)} are the same split; "
                + "join them");
        return found.FirstOrDefault();
    }

    // A class may be called "train": then it holds images, not folders.
    private static string[] Found(string folder, ImmutableArray<string> names) =>
        [.. ImageFolderLayout.Folders(folder).Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase)
            && ImageFolderLayout.Folders(Path.Combine(folder, name)).Length > 0)];
}
