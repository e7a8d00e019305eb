using Paretune.Models.Images;
using Paretune.Storage.Datasets;

namespace Paretune.Storage.Imports;

/// <summary>Converts an archive or a folder to a cached dataset in a work folder; nothing is written outside it.</summary>
internal static class Importer
{
    private static readonly ISourceLayout[] Layouts =
    [
        new CifarLayout(CifarForm.Ten), new CifarLayout(CifarForm.Hundred), new CifarPythonLayout(), new IdxLayout(),
        new TinyImageNetLayout(), new LabelledFilesLayout(), new ImageFolderLayout(),
    ];

    private const int MostNamed = 5;

    /// <summary>Imports a dataset; returns null with at least one error if that fails.</summary>
    /// <param name="work">An empty folder; the dataset is then in <c>cache</c> below it.</param>
    public static Dataset? Import(string name, string path, string source, string work, ImportRun run)
    {
        var folder = path;
        if (File.Exists(path))
        {
            folder = Directory.CreateDirectory(Path.Combine(work, "unpacked")).FullName;
            Archive.Unpack(path, folder, run);
        }

        if (run.Errors.Count > 0 || Read(folder, run) is not { } images)
            return null;
        if (run.Choices.Size is { } size && size != images.Size)
        {
            run.Errors.Add(
                "size", $"must be {images.Size}, because images of this format ({images.Kind}) are stored as they are, but is {size}; "
                    + "import without --size, and train on fewer pixels with a search's baseResolution");
            return null;
        }

        TellRare(images, run.Account);
        if (run.Choices.KeepOriginals)
            TellOriginals(name, File.Exists(path), run.Account);
        var cache = Directory.CreateDirectory(Path.Combine(work, "cache")).FullName;
        var dataset = DatasetCache.Write(
            cache, name, images, source, run, run.Choices.KeepOriginals && File.Exists(path) ? path : null);
        return run.Errors.Count > 0 ? null : dataset;
    }

    private static void TellOriginals(string name, bool isArchive, ImportLog account) => account.Note(
        !isArchive ? "Originals: not kept, because the source is a folder of the server's machine and not an archive."
        : account.Sides is null ? "Originals: kept. No other sizes can be made, because images of this format are stored as they are."
        : $"Originals: kept, so that other sizes can be made (paretune data resize {name} NEW --size PIXELS).");

    /// <summary>
    /// Adds a note about classes with too few images for reliable metrics: their names, or their number if there are many.
    /// </summary>
    private static void TellRare(SourceImages images, ImportLog account)
    {
        var counts = ClassBalances.Count(images.Train.Labels, images.Classes.Length);
        var rare = counts.Index().Where(one => one.Item < ClassBalance.FewImages).ToArray();
        if (rare.Length > MostNamed)
            account.Note($"Few images: {rare.Length} of {images.Classes.Length} classes have fewer than {ClassBalance.FewImages} training "
                + $"images, such as \"{images.Classes[rare[0].Index]}\" with {rare[0].Item}; metrics for them are unreliable.");
        else
            foreach (var (label, count) in rare)
                account.Note($"Few images: class \"{images.Classes[label]}\" has {count} training images; metrics for it are unreliable.");
    }

    /// <summary>
    /// Returns the layout of a folder and the subfolder where it begins, because archives often wrap everything in one folder.
    /// </summary>
    public static (ISourceLayout Layout, string Root)? Recognize(string folder)
    {
        for (var root = folder; root is not null; root = OnlyFolder(root))
        {
            if (Layouts.FirstOrDefault(layout => layout.Recognizes(root)) is { } layout)
                return (layout, root);
        }

        return null;
    }

    private static SourceImages? Read(string folder, ImportRun run)
    {
        if (Recognize(folder) is var (layout, root))
            return layout.Read(root, run);
        run.Errors.Add(
            "path",
            "the source must hold the files of CIFAR-10, CIFAR-100 (binary or for Python) or MNIST (IDX), Tiny ImageNet's folders, "
                + "labels.csv with the "
            + $"columns file and label, or a folder of {ImageFormat.Readable} files for each class, "
            + $"as in cat/1.png or train/cat/1.png, but holds none of these{Found(folder)}; name another folder");
        return null;
    }

    private static string Found(string folder)
    {
        var images = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => ImageFormat.Detect(path) != ImageKind.Other)
            .Order(StringComparer.Ordinal).ToArray();
        return images is [var first, ..]
            ? $" ({images.Length} image files are elsewhere, such as {Path.GetRelativePath(folder, first).Replace('\\', '/')})" : "";
    }

    private static string? OnlyFolder(string folder) =>
        ImageFolderLayout.Folders(folder) is [var only] ? Path.Combine(folder, only) : null;
}
