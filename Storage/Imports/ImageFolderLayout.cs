using System.Collections.Immutable;
using Paretune.Storage.Datasets;
using Paretune.Tuning.Strategies;

namespace Paretune.Storage.Imports;

/// <summary>
/// A folder of PNG or JPEG files for each class; with <c>train</c> and <c>test</c> (or <c>val</c>) above them, or else a tenth of each
/// class, drawn from a fixed seed, becomes the test split.
/// </summary>
internal sealed class ImageFolderLayout : ISourceLayout
{
    private const long SplitSeed = 1;
    private const int TestShare = 10; // one image in so many

    private static readonly string[] TestNames = ["test", "val"];

    public bool Recognises(string folder) =>
        HasSplits(folder) || Folders(folder).Any(name => ImageFile.In(Path.Combine(folder, name)).Length > 0);

    public SourceImages? Read(string folder, ImportRun run)
    {
        var trainRoot = HasSplits(folder) ? "train" : "";
        var classes = Folders(Path.Combine(folder, trainRoot));
        var images = List(folder, trainRoot, classes, run.Faults);
        var (train, test) = TestFolder(folder, trainRoot) is { } testRoot
            ? (images, ListTest(folder, testRoot, classes, run.Faults))
            : Divide(images, classes, run.Faults);
        return new ImageFiles("image-folder", classes, train, test).Read(run);
    }

    /// <summary>Folders that hold content: not hidden ones, nor the one that macOS adds to archives.</summary>
    internal static ImmutableArray<string> Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.') && name != "__MACOSX")
            .Order(StringComparer.Ordinal)];

    // A class may be called "train": then it holds images, not folders.
    private static bool HasSplits(string folder) =>
        Path.Combine(folder, "train") is var train && Directory.Exists(train) && Folders(train).Length > 0;

    private static string? TestFolder(string folder, string trainRoot) =>
        trainRoot == "" ? null : TestNames.FirstOrDefault(name => Directory.Exists(Path.Combine(folder, name)));

    private static ImmutableArray<ImageFile> List(string folder, string root, ImmutableArray<string> classes, FaultList faults) =>
        [.. classes.SelectMany((name, label) => ListClass(folder, root == "" ? name : $"{root}/{name}", label, faults))];

    private static IEnumerable<ImageFile> ListClass(string folder, string name, int label, FaultList faults)
    {
        var images = ImageFile.In(Path.Combine(folder, name));
        if (images.Length == 0)
            faults.Add(name, "a class's folder must hold .png or .jpg files, but holds none; fill or remove it");
        return images.Select(path => new ImageFile(path, $"{name}/{Path.GetFileName(path)}", label));
    }

    private static ImmutableArray<ImageFile> ListTest(string folder, string root, ImmutableArray<string> classes, FaultList faults)
    {
        var present = Folders(Path.Combine(folder, root));
        foreach (var name in present.Except(classes))
            faults.Add($"{root}/{name}", "a class to test must be one of those in train, but is not; add or remove it");
        foreach (var name in classes.Except(present))
            faults.Add($"{root}/{name}", $"every class of train must be in {root} too, but this one is missing; add it");
        return [.. present.Intersect(classes).SelectMany(name => ListClass(folder, $"{root}/{name}", classes.IndexOf(name), faults))];
    }

    private static (ImmutableArray<ImageFile> Train, ImmutableArray<ImageFile> Test) Divide(
        ImmutableArray<ImageFile> images, ImmutableArray<string> classes, FaultList faults)
    {
        var random = new SplitMix64(SplitSeed);
        var test = new HashSet<ImageFile>();
        foreach (var ofClass in images.GroupBy(image => image.Label))
        {
            var shuffled = ofClass.ToArray();
            if (shuffled.Length == 1)
                faults.Add(
                    classes[ofClass.Key],
                    "a class must have at least 2 images, one of them for the test split, but has 1; add images");
            random.Shuffle<ImageFile>(shuffled);
            test.UnionWith(shuffled.Take(Math.Max(1, shuffled.Length / TestShare)));
        }

        return ([.. images.Where(image => !test.Contains(image))], [.. images.Where(test.Contains)]);
    }
}
