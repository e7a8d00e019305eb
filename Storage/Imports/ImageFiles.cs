using System.Collections.Immutable;
using Paretune.Models.Images;
using Paretune.Storage.Datasets;

namespace Paretune.Storage.Imports;

/// <summary>An image file and its class.</summary>
/// <param name="Field">The name in errors: the path inside the source.</param>
internal sealed record ImageFile(string Path, string Field, int Label)
{
    /// <summary>Returns the image files directly in a folder, by name.</summary>
    public static ImmutableArray<string> In(string folder) =>
        [.. Directory.EnumerateFiles(folder)
            .Where(path => !ImportLog.IsOfSystem(System.IO.Path.GetFileName(path)) && ImageFormat.Detect(path) == ImageKind.Readable)
            .Order(StringComparer.Ordinal)];
}

/// <summary>
/// The image files of all classes, by split: checks them, brings them to one size, and decodes them block by block on all cores.
/// </summary>
internal sealed class ImageFiles(
    string kind, ImmutableArray<string> classes, ImmutableArray<ImageFile> train, ImmutableArray<ImageFile> test)
{
    private const int LargestSide = 256; // applies unless the user chooses a larger side
    private const int LeastClasses = 2;

    // The maximum bytes of decoded images at a time; about 5,000 images of Tiny ImageNet.
    private const int BlockBytes = 64 << 20;

    /// <summary>The source's own validation images; empty if validation images are taken from the training images.</summary>
    public ImmutableArray<ImageFile> Validation { get; init; } = [];

    /// <summary>
    /// Returns the images; null if there are errors. In that case, every image has been decoded, so that all errors are reported.
    /// </summary>
    public SourceImages? Read(ImportRun run)
    {
        if (classes.Length is < LeastClasses or > PackedLabels.MostClasses)
            run.Errors.Add(
                "classes", $"a dataset must have {LeastClasses} to {PackedLabels.MostClasses} classes, but has {classes.Length}");
        var measures = Measured([.. train, .. Validation, .. test], run);
        if (measures.Count == 0)
        {
            run.Errors.Add("images", "a dataset must contain images, but none could be read");
            return null;
        }

        var form = ImageForm.From(measures.Values, run, LargestSide);
        CheckMemory(form, run.Errors);
        if (run.Errors.Count == 0)
            return Images(Kept(train, measures), Kept(Validation, measures), Kept(test, measures), form, run);
        foreach (var _ in Pixels([.. measures.Keys], form, run))
        {
            // Decoded only to find their errors.
        }

        return null;
    }

    private SourceImages Images(
        ImmutableArray<ImageFile> training, ImmutableArray<ImageFile> validation, ImmutableArray<ImageFile> testing, ImageForm form,
        ImportRun run) => new(kind, classes, form.Size, Split(training, form, run), Split(testing, form, run))
        {
            Validation = validation.IsEmpty ? null : Split(validation, form, run),
            PixelBits = form.PixelBits,
            IsGrey = form.IsGrey,
        };

    private static ImmutableArray<ImageFile> Kept(ImmutableArray<ImageFile> files, Dictionary<ImageFile, ImageMeasure> measures) =>
        [.. files.Where(measures.ContainsKey)];

    private static Dictionary<ImageFile, ImageMeasure> Measured(ImmutableArray<ImageFile> files, ImportRun run)
    {
        var measures = new ImageMeasure[files.Length];
        var hasColour = false;
        run.Step("measuring images", 0, files.Length);
        ForEach(files, run, run.Choices.Skip, at =>
        {
            // Files are decoded to detect grey only until the first image with colour is found.
            var measure = SquareImage.Measure(files[at].Path, asksForGrey: !Volatile.Read(ref hasColour));
            if (!measure.IsGrey)
                Volatile.Write(ref hasColour, true);
            if (run.Choices.Skip)
                CheckDecodes(files[at].Path, measure.Side);
            measures[at] = measure;
        });
        return files.Index().Where(file => measures[file.Index].Side > 0).ToDictionary(file => file.Item, file => measures[file.Index]);
    }

    // Labels are written before pixels, so it must be known beforehand which files are left out.
    private static void CheckDecodes(string path, int side) => SquareImage.Decode(path, side, new byte[3 * side * side]);

    private void CheckMemory(ImageForm form, ErrorList errors)
    {
        // A split is a single array, whose size .NET limits.
        var (size, needed) = (form.Size, (long)form.ImageBytes * Math.Max(train.Length + Validation.Length, test.Length));
        if (needed > Array.MaxLength)
            errors.Add(
                "images",
                $"the images of a split must fit {Array.MaxLength:N0} bytes decoded, but need {needed:N0} at {size}×{size} pixels; "
                    + "choose a smaller "
                + "side with --size, or import fewer");
    }

    private static SourceSplit Split(ImmutableArray<ImageFile> files, ImageForm form, ImportRun run) =>
        new((ushort[])[.. files.Select(file => (ushort)file.Label)], Pixels(files, form, run));

    private static IEnumerable<ReadOnlyMemory<byte>> Pixels(ImmutableArray<ImageFile> files, ImageForm form, ImportRun run)
    {
        var (imageBytes, done) = (form.ImageBytes, 0);
        foreach (var block in files.Chunk(Math.Max(1, BlockBytes / imageBytes)))
        {
            run.Step("decoding images", done, files.Length);
            var pixels = new byte[block.Length * imageBytes];
            ForEach([.. block], run, skip: false, at => SquareImage.Decode(
                block[at].Path, form.Size, pixels.AsSpan(at * imageBytes, imageBytes), form.DecodedBits, form.Channels));
            done += block.Length;
            yield return pixels;
        }
    }

    /// <summary>
    /// Runs an action for every file on all cores. Exceptions about a file become errors of that file, in the order of the files.
    /// </summary>
    /// <param name="skip">Whether to leave out the file instead.</param>
    private static void ForEach(ImmutableArray<ImageFile> files, ImportRun run, bool skip, Action<int> action)
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
        foreach (var (at, message) in wrong.Index().Where(one => one.Item is not null))
        {
            if (skip)
                run.Account.LeaveOut("that cannot be decoded", files[at].Field);
            else
                run.Errors.Add(files[at].Field, message!);
        }
    }
}
