using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Storage.Imports;

/// <summary>
/// A table <c>labels.csv</c> with the columns <c>file</c> and <c>label</c>, and optionally <c>split</c> (train, validation, test), beside
/// the images it names.
/// </summary>
internal sealed class LabelledFilesLayout : ISourceLayout
{
    private const string Table = "labels.csv";

    private static readonly string[] FileNames = ["file", "filename", "image", "path"], LabelNames = ["label", "class"],
        SplitNames = ["split"];

    public bool Recognizes(string folder) =>
        File.Exists(Path.Combine(folder, Table))
        && Columns(File.ReadLines(Path.Combine(folder, Table)).FirstOrDefault() ?? "") is { File: >= 0, Label: >= 0 };

    public SourceImages? Read(string folder, ImportRun run)
    {
        var rows = Rows(folder, run.Errors);
        ImmutableArray<string> classes = [.. rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        var labels = classes.Index().ToDictionary(one => one.Item, one => one.Index);
        var images = rows.Select(row => (row.Split, Image: new ImageFile(row.Path, row.File, labels[row.Label]))).ToList();
        ImmutableArray<ImageFile> Files(string split) => [.. images.Where(one => one.Split == split).Select(one => one.Image)];
        var (train, test) = Files("test") is { IsEmpty: false } held
            ? (Files("train"), held) : ImageFolderLayout.Divide(Files("train"), classes, run);
        ImportLog.Check(folder, rows.Select(row => row.Path).Append(Path.Combine(folder, Table)).ToHashSet(), run);
        return new ImageFiles("labelled-files", classes, train, test) { Validation = Files("validation") }.Read(run);
    }

    private static List<(string Path, string File, string Label, string Split)> Rows(string folder, ErrorList errors)
    {
        var rows = new List<(string Path, string File, string Label, string Split)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var columns = default((int File, int Label, int Split));
        var (text, error) = StrictText.Decode(File.ReadAllBytes(Path.Combine(folder, Table)));
        if (error is { } wrong)
            errors.Add($"{Table}:{wrong.Line}", wrong.Message);
        foreach (var (at, line) in (text ?? "").Split('\n').Index())
        {
            if (at == 0)
                columns = Columns(line);
            else if (line.Trim().Length > 0)
                Add(rows, seen, folder, $"{Table}:{at + 1}", Cells(line), columns, errors);
        }

        return rows;
    }

    private static void Add(
        List<(string, string, string, string)> rows, HashSet<string> seen, string folder, string field, string[] cells,
        (int File, int Label, int Split) columns, ErrorList errors)
    {
        string Cell(int column) => column >= 0 && column < cells.Length ? cells[column] : "";
        var (file, label, split) = (Cell(columns.File).Replace('\\', '/'), ClassName.Normalize(Cell(columns.Label)),
            SplitOf(Cell(columns.Split)));
        if (file.Length == 0 || label.Length == 0)
            errors.Add(field, "a row must have a file and a label, but one is empty");
        else if (split is null)
            errors.Add(field, $"a split must be train, validation or test, but is \"{Cell(columns.Split)}\"");
        else if (file[0] == '/' || file.Split('/').Contains("..") || !File.Exists(Path.Combine(folder, file)))
            errors.Add(field, $"a row must name a file below the folder of {Table}, but \"{file}\" is not one; correct or remove it");
        else if (!seen.Add(file))
            errors.Add(field, $"a file must be listed once, but \"{file}\" is also in an earlier row");
        else
            rows.Add((Path.GetFullPath(Path.Combine(folder, file)), file, label, split));
    }

    private static string? SplitOf(string text) => text.ToLowerInvariant() switch
    {
        "" or "train" or "training" => "train",
        "val" or "valid" or "validation" or "dev" => "validation",
        "test" or "testing" => "test",
        _ => null,
    };

    private static (int File, int Label, int Split) Columns(string header)
    {
        var titles = Cells(header.TrimStart('\uFEFF')).Select(title => title.ToLowerInvariant()).ToArray();
        return (At(FileNames), At(LabelNames), At(SplitNames));

        int At(string[] names) => Array.FindIndex(titles, title => names.Contains(title));
    }

    /// <summary>Splits a line into cells at commas, or at semicolons if there are no commas; cells in quotes may contain commas.</summary>
    private static string[] Cells(string line)
    {
        var separator = line.Contains(',', StringComparison.Ordinal) ? ',' : ';';
        var (cells, cell, quoted) = (new List<string>(), "", false);
        foreach (var letter in line)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter == separator && !quoted)
                (cells, cell) = ([.. cells, cell.Trim()], "");
            else
                cell += letter;
        }

        return [.. cells, cell.Trim()];
    }
}
