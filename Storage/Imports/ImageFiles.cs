using System.Collections.Immutable;
using Paretune.Models.Images;

namespace Paretune.Storage.Imports;

/// <summary>An image on disk and its class.</summary>
/// <param name="Field">What faults call it: its path inside the source.</param>
internal sealed record ImageFile(string Path, string Field, int Label)
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg"];

    /// <summary>The image files directly in a folder, by name.</summary>
    public static ImmutableArray<string> In(string folder) =>
        [.. Directory.EnumerateFiles(folder)
            .Where(path => !System.IO.Path.GetFileName(path).StartsWith('.')
                && Extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];
}

/// <summary>Image files of all classes, sorted into splits: checked, brought to one size, decoded block by block on all cores.</summary>
internal sealed class ImageFiles(
    string kind, ImmutableArray<string> classes, ImmutableArray<ImageFile> train, ImmutableArray<ImageFile> test)
{
    private const int LargestSide = 256;
    private const int LeastClasses = 2;
    private const int MostClasses = 256; // a label is a byte

    // Decoded images held at a time; some 5,000 of Tiny ImageNet's.
    private const int BlockBytes = 64 << 20;

    /// <summary>The images, or null where there are faults: then every image has been decoded to find them all.</summary>
    public SourceImages? Read(ImportRun run)
    {
        if (classes.Length is < LeastClasses or > MostClasses)
            run.Faults.Add("classes", $"a data set must have {LeastClasses} to {MostClasses} classes, but has {classes.Length}");
        var sides = Measure([.. train, .. test], run);
        if (sides.Count == 0)
        {
            run.Faults.Add("images", "a data set must have images, but none could be read");
            return null;
        }

        var size = Math.Min(MostCommon(sides.Values), LargestSide);
        CheckMemory(size, run.Faults);
        if (run.Faults.Count == 0)
            return new(kind, classes, size, Split(train, size, run), Split(test, size, run));
        foreach (var _ in Pixels([.. sides.Keys], size, run))
        {
            // Only the faults are wanted.
        }

        return null;
    }

    private static Dictionary<ImageFile, int> Measure(ImmutableArray<ImageFile> files, ImportRun run)
    {
        var sides = new int[files.Length];
        run.Step("measuring images", 0, files.Length);
        ForEach(files, run, at => sides[at] = SquareImage.Side(files[at].Path));
        return files.Index().Where(file => sides[file.Index] > 0).ToDictionary(file => file.Item, file => sides[file.Index]);
    }

    private static int MostCommon(IEnumerable<int> sides) => sides.CountBy(side => side).MaxBy(count => (count.Value, count.Key)).Key;

    private void CheckMemory(int size, FaultList faults)
    {
        // .NET's arrays end there, and a split is one.
        var needed = 3L * size * size * Math.Max(train.Length, test.Length);
        if (needed > Array.MaxLength)
            faults.Add(
                "images",
                $"the images of a split must fit {Array.MaxLength:N0} bytes decoded, but need {needed:N0}; import fewer or smaller ones");
    }

    private static SourceSplit Split(ImmutableArray<ImageFile> files, int size, ImportRun run) =>
        new([.. files.Select(file => (byte)file.Label)], Pixels(files, size, run));

    private static IEnumerable<ReadOnlyMemory<byte>> Pixels(ImmutableArray<ImageFile> files, int size, ImportRun run)
    {
        var imageBytes = 3 * size * size;
        var done = 0;
        foreach (var block in files.Chunk(Math.Max(1, BlockBytes / imageBytes)))
        {
            run.Step("decoding images", done, files.Length);
            var pixels = new byte[block.Length * imageBytes];
            ForEach([.. block], run, at => SquareImage.Decode(block[at].Path, size, pixels.AsSpan(at * imageBytes, imageBytes)));
            done += block.Length;
            yield return pixels;
        }
    }

    /// <summary>
    /// Does the same with every file, on all cores; what it throws about a file becomes that file's fault, in the order of the
    /// files.
    /// </summary>
    private static void ForEach(ImmutableArray<ImageFile> files, ImportRun run, Action<int> action)
    {
        var wrong = new string?[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = run.Cancel }, at =>
        {
            try
            {
                action(at);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                wrong[at] = e.Message;
            }
        });
        foreach (var (at, message) in wrong.Index())
        {
            if (message is not null)
                run.Faults.Add(files[at].Field, message);
        }
    }
}
