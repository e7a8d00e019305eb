using System.Collections.Immutable;
using Paretune.Models.Images;
using Paretune.Storage.Datasets;
using Paretune.Tuning.Strategies;

namespace Paretune.Storage.Imports;

/// <summary>
/// A folder of image files for each class, alone or in <c>train</c> with <c>valid</c> and <c>test</c> beside it. Without a test folder, a
/// tenth of each class, drawn from a fixed seed, becomes the test split.
/// </summary>
internal sealed class ImageFolderLayout : ISourceLayout
{
    private const long SplitSeed = 1;
    private const int TestShare = 10; // one image in this many

    public bool Recognizes(string folder) =>
        SplitFolders.AreIn(folder) || Folders(folder).Any(name => ImageFile.In(Path.Combine(folder, name)).Length > 0);

    public SourceImages? Read(string folder, ImportRun run)
    {
        var splits = SplitFolders.From(folder, run.Errors);
        var folders = Classes(folder, splits.Train, run);
        var images = List(folder, splits.Train, folders, run.Errors);
        var validation = splits.Validation is { } valid ? ListPart(folder, valid, folders, run) : [];
        var (train, test) = splits.Test is { } held ? (images, ListPart(folder, held, folders, run)) : Divide(images, folders, run);
        HashSet<string> taken = [.. images.Concat(validation).Concat(test).Select(image => image.Path)];
        ImportLog.Check(folder, taken, run);
        AddNotes(splits, validation, test, run.Account);
        return new ImageFiles("image-folder", Names(folders, run.Errors), train, test) { Validation = validation }.Read(run);
    }

    /// <summary>Returns the folders with content, without hidden ones and those that systems add.</summary>
    internal static ImmutableArray<string> Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(name => !ImportLog.IsOfSystem(name))
            .Order(StringComparer.Ordinal)];

    private static ImmutableArray<string> Classes(string folder, string root, ImportRun run)
    {
        var all = Folders(Path.Combine(folder, root));
        if (!run.Choices.Skip)
            return all;
        foreach (var name in all.Where(IsEmpty))
            run.Account.Note($"Class folder \"{name}\" was skipped because it contains no images.");
        return [.. all.Where(name => !IsEmpty(name))];

        bool IsEmpty(string name) => ImageFile.In(Path.Combine(folder, root, name)).Length == 0;
    }

    /// <summary>Returns the folders' names as class names; names that look the same are errors.</summary>
    private static ImmutableArray<string> Names(ImmutableArray<string> folders, ErrorList errors)
    {
        foreach (var same in folders.GroupBy(ClassName.Normalize))
            CheckSpelling(same, same.Key, errors);
        return [.. folders.Select(ClassName.Normalize)];
    }

    private static void CheckSpelling(IGrouping<string, string> same, string field, ErrorList errors)
    {
        if (same.Count() > 1)
            errors.Add(
                field,
                $"classes must have different names, but {same.Count()} folders are called \"{same.Key}\", apart from surrounding "
                + $"spaces and Unicode composition ({string.Join(", ", same.Select(ClassName.Spelled))}); merge or rename them");
    }

    private static ImmutableArray<ImageFile> List(string folder, string root, ImmutableArray<string> classes, ErrorList errors) =>
        [.. classes.SelectMany((name, label) => ListClass(folder, root == "" ? name : $"{root}/{name}", label, errors))];

    private static IEnumerable<ImageFile> ListClass(string folder, string name, int label, ErrorList errors)
    {
        var images = ImageFile.In(Path.Combine(folder, name));
        if (images.Length == 0)
            errors.Add(
                name,
                $"a class's folder must hold {ImageFormat.Readable} files, but holds none directly; fill or remove it, or leave it "
                    + "out with "
                + "--skip");
        return images.Select(path => new ImageFile(path, $"{name}/{Path.GetFileName(path)}", label));
    }

    /// <summary>
    /// Returns the images of the validation or test split. Every class must be present, because its metrics would otherwise be misleading.
    /// </summary>
    private static ImmutableArray<ImageFile> ListPart(string folder, string root, ImmutableArray<string> classes, ImportRun run)
    {
        var present = Folders(Path.Combine(folder, root)).ToLookup(ClassName.Normalize);
        var labels = new Dictionary<string, int>();
        foreach (var (label, name) in classes.Index())
            labels.TryAdd(ClassName.Normalize(name), label);
        foreach (var name in present.Where(same => !labels.ContainsKey(same.Key)).SelectMany(same => same).Where(_ => !run.Choices.Skip))
            run.Errors.Add($"{root}/{name}", "a class here must also be in train, but is not; add or remove it");
        foreach (var same in present.Where(same => labels.ContainsKey(same.Key)))
            CheckSpelling(same, $"{root}/{same.Key}", run.Errors);
        foreach (var name in labels.Keys.Where(name => !present.Contains(name)))
            run.Errors.Add($"{root}/{name}", $"every class in train must also be in {root}, but this one is missing; add it");
        return
        [
            .. present.Where(same => labels.ContainsKey(same.Key)).OrderBy(same => labels[same.Key]).SelectMany(same => same)
                .SelectMany(name => ListClass(folder, $"{root}/{name}", labels[ClassName.Normalize(name)], run.Errors)),
        ];
    }

    internal static (ImmutableArray<ImageFile> Train, ImmutableArray<ImageFile> Test) Divide(
        ImmutableArray<ImageFile> images, ImmutableArray<string> classes, ImportRun run)
    {
        var random = new SplitMix64(SplitSeed);
        var test = new HashSet<ImageFile>();
        foreach (var ofClass in images.GroupBy(image => image.Label))
        {
            var shuffled = ofClass.ToArray();
            if (shuffled.Length == 1)
                run.Errors.Add(
                    classes[ofClass.Key],
                    "a class must have at least 2 images, one of them for the test split, but has 1; add images");
            random.Shuffle<ImageFile>(shuffled);
            test.UnionWith(shuffled.Take(Math.Max(1, shuffled.Length / TestShare)));
        }

        return ([.. images.Where(image => !test.Contains(image))], [.. images.Where(test.Contains)]);
    }

    private static void AddNotes(
        SplitFolders splits, ImmutableArray<ImageFile> validation, ImmutableArray<ImageFile> test, ImportLog account)
    {
        account.Note(splits.Validation is { } valid
            ? $"Validation: the {validation.Length} images of {valid}."
            : "Validation: a tenth of the training images, drawn by each search's seed.");
        account.Note(splits.Test is { } held
            ? $"Test: the {test.Length} images of {held}."
            : $"Test: {test.Length} images, a tenth of each class, drawn once.");
    }
}
