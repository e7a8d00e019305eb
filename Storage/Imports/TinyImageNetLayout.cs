using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Paretune.Storage.Imports;

/// <summary>
/// Tiny ImageNet's official layout (http://cs231n.stanford.edu/tiny-imagenet-200.zip), with all or some of its classes. The test images
/// have no public labels, so the validation images become the test split.
/// </summary>
internal sealed partial class TinyImageNetLayout : ISourceLayout
{
    private const string ClassesFile = "wnids.txt";
    private const string NamesFile = "words.txt";
    private const string LabelsFile = "val/val_annotations.txt";
    private const string ValidationFolder = "val/images";

    public bool Recognizes(string folder) => File.Exists(Path.Combine(folder, ClassesFile));

    public SourceImages? Read(string folder, ImportRun run)
    {
        var wnids = ReadClasses(folder, run.Errors);
        ImmutableArray<ImageFile> train = [.. wnids.SelectMany((wnid, label) => ListTrain(folder, wnid, label, run.Errors))];
        var test = ListTest(folder, wnids, run.Errors);
        run.Account.Note($"Test: the {test.Length} images of val, since those of test have no labels.");
        if (Path.Combine(folder, "test", "images") is var unlabelled && Directory.Exists(unlabelled))
            foreach (var image in ImageFile.In(unlabelled))
                run.Account.LeaveOut("images of test, without labels", $"test/images/{Path.GetFileName(image)}");
        return new ImageFiles("tiny-imagenet", NamesOf(folder, wnids), train, test).Read(run);
    }

    private static ImmutableArray<string> ReadClasses(string folder, ErrorList errors)
    {
        var wnids = new List<string>();
        foreach (var (offset, wnid) in Lines(folder, ClassesFile, errors))
        {
            if (!Wnid().IsMatch(wnid) || wnids.Contains(wnid))
                errors.Add($"{ClassesFile}@{offset}", $"each line must be another class such as n01443537, but is \"{wnid}\"");
            else
                wnids.Add(wnid);
        }

        return [.. wnids];
    }

    private static IEnumerable<ImageFile> ListTrain(string folder, string wnid, int label, ErrorList errors)
    {
        var field = $"train/{wnid}/images";
        var path = Path.Combine(folder, field);
        var images = Directory.Exists(path) ? ImageFile.In(path) : [];
        if (images.Length == 0)
            errors.Add(field, $"the folder of a class in {ClassesFile} must hold images, but holds none; unpack the archive again");
        return images.Select(image => new ImageFile(image, $"{field}/{Path.GetFileName(image)}", label));
    }

    private static ImmutableArray<ImageFile> ListTest(string folder, ImmutableArray<string> wnids, ErrorList errors)
    {
        var path = Path.Combine(folder, ValidationFolder);
        var unlabelled = Directory.Exists(path) ? ImageFile.In(path).Select(image => Path.GetFileName(image)).ToHashSet() : [];
        var images = ImmutableArray.CreateBuilder<ImageFile>();
        foreach (var (offset, line) in Lines(folder, LabelsFile, errors))
        {
            var fields = line.Split('\t');
            if (fields.Length < 2 || !unlabelled.Remove(fields[0]))
                errors.Add(
                    $"{LabelsFile}@{offset}",
                    $"each line must name another image of {ValidationFolder}, a tab and its class, but is \"{line}\"");
            else if (wnids.IndexOf(fields[1]) is var label and >= 0)
                images.Add(new(Path.Combine(path, fields[0]), $"{ValidationFolder}/{fields[0]}", label));
            else
                errors.Add($"{LabelsFile}@{offset}", $"a class must be one of {ClassesFile}, but is \"{fields[1]}\"");
        }

        foreach (var image in unlabelled.Order(StringComparer.Ordinal))
            errors.Add($"{ValidationFolder}/{image}", $"every image must have its class in {LabelsFile}, but this one has none");
        return images.ToImmutable();
    }

    /// <summary>
    /// Returns the first name of each class, such as "goldfish" of "goldfish, Carassius auratus"; the wnid if the name is not known or not
    /// unique.
    /// </summary>
    private static ImmutableArray<string> NamesOf(string folder, ImmutableArray<string> wnids)
    {
        var path = Path.Combine(folder, NamesFile);
        var words = (File.Exists(path) ? File.ReadLines(path) : [])
            .Select(line => line.Split('\t'))
            .Where(fields => fields.Length == 2 && wnids.Contains(fields[0]))
            .GroupBy(fields => fields[0], fields => fields[1].Split(',')[0].Trim())
            .ToDictionary(group => group.Key, group => group.First());
        var shared = words.Values.CountBy(word => word).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
        return [.. wnids.Select(wnid => words.TryGetValue(wnid, out var word) && !shared.Contains(word) ? word : wnid)];
    }

    /// <summary>Returns the lines that are not empty, with the byte offset of each.</summary>
    private static IEnumerable<(long Offset, string Text)> Lines(string folder, string file, ErrorList errors)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
        {
            errors.Add(file, "the file is required, but is missing; unpack the archive again");
            yield break;
        }

        var offset = 0L;
        foreach (var line in File.ReadAllText(path, Encoding.Latin1).Split('\n')) // Latin-1: one character a byte
        {
            if (line.Trim() is { Length: > 0 } text)
                yield return (offset, text);
            offset += line.Length + 1;
        }
    }

    [GeneratedRegex(@"^n\d{8}\z")]
    private static partial Regex Wnid();
}
