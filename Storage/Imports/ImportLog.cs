using Paretune.Models.Images;

namespace Paretune.Storage.Imports;

/// <summary>Records the account of an import: every file of the source is either taken or left out for a reason.</summary>
internal sealed class ImportLog
{
    private static readonly HashSet<string> SystemNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "__MACOSX", "lost+found", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "Thumbs.db", "desktop.ini",
    };

    private readonly List<(string What, string Example)> _leftOut = [];
    private readonly List<string> _notes = [];

    public ImageSides? Sides { get; set; }

    /// <summary>
    /// Returns whether a file or folder belongs to the system and not to the images: it is hidden or in <see cref="SystemNames"/>.
    /// </summary>
    public static bool IsOfSystem(string name) => name.StartsWith('.') || SystemNames.Contains(name);

    public void Note(string sentence) => _notes.Add(sentence);

    public void LeaveOut(string what, string path) => _leftOut.Add((what, path));

    public ImportAccount Close(int taken) => new(
        taken,
        [.. _leftOut.GroupBy(file => file.What, file => file.Example).Select(group => new LeftOut(group.Count(), group.Key, group.First()))
            .OrderByDescending(group => group.Files).ThenBy(group => group.What, StringComparer.Ordinal)],
        Sides,
        [.. _notes]);

    /// <summary>
    /// Accounts for the files below a folder that were not taken. Images among them are errors, because a user means them to be in the
    /// dataset, unless they may be skipped.
    /// </summary>
    /// <param name="taken">Paths of the files that are images of the dataset, or describe them.</param>
    public static void Check(string root, IReadOnlySet<string> taken, ImportRun run)
    {
        var unplaced = new List<(string What, string Remedy, string Field)>();
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (taken.Contains(path))
                continue;
            var field = Path.GetRelativePath(root, path).Replace('\\', '/');
            var (what, remedy) = field.Split('/').Any(IsOfSystem) ? ("hidden or system files", null) : Reason(path);
            if (remedy is null || run.Choices.Skip)
                run.Account.LeaveOut(what, field);
            else if (!run.Errors.Holds(field))
                unplaced.Add((what, remedy, field));
        }

        foreach (var group in unplaced.GroupBy(file => (file.What, file.Remedy), file => file.Field))
            run.Errors.Add(group.First(), Refusal(group.Count(), group.Key.What, group.Key.Remedy));
    }

    private static (string What, string? Remedy) Reason(string path)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant() is { Length: > 0 } known ? known : "without extension";
        return ImageFormat.Detect(path) switch
        {
            ImageKind.Foreign => (ending, $"only {ImageFormat.Readable} files are read: convert them, or leave them out with --skip"),
            ImageKind.Readable => (
                $"{ending} outside a class folder",
                "images must be directly in the folder of their class, as in cat/1.png or train/cat/1.png: move them, or leave them out "
                + "with --skip"),
            _ => (ending, null),
        };
    }

    private static string Refusal(int files, string what, string remedy) => files == 1
        ? $"this image cannot be placed ({what}); {remedy}"
        : $"this and {files - 1} more images cannot be placed ({files} {what}); {remedy}";
}
