using Paretune.Models.Images;

namespace Paretune.Storage.Imports;

/// <summary>The format that all images of a dataset are brought to.</summary>
/// <param name="Size">Side in pixels.</param>
/// <param name="PixelBits">The bits that values of 16-bit images use; 0 if there are no such images, or they use all bits.</param>
/// <param name="IsGrey">Whether no image has colour, so that one channel is enough.</param>
internal sealed record ImageForm(int Size, int PixelBits, bool IsGrey)
{
    public const string GreyNote = "All images are grey: they are stored, and used for training, with one channel.";

    private const int ByteBits = 8;

    public int Channels => IsGrey ? 1 : 3;

    public int ImageBytes => Channels * Size * Size;

    public int DecodedBits => PixelBits == 0 ? SquareImage.AllBits : PixelBits;

    /// <summary>
    /// Chooses the format. The size is the median side unless the user chose one, so that a few icons among photographs do not determine
    /// it; the account of the import states it.
    /// </summary>
    public static ImageForm From(IReadOnlyCollection<ImageMeasure> measures, ImportRun run, int largest)
    {
        var sides = measures.Select(measure => measure.Side).Order().ToArray();
        var found = new ImageSides(sides[0], sides[(sides.Length - 1) / 2], sides[^1]);
        var form = new ImageForm(
            run.Choices.Size ?? Math.Min(found.Median, largest), BitsOf(measures), measures.All(measure => measure.IsGrey));
        run.Account.Sides = found;
        form.TellSize(measures, found, run);
        if (form.PixelBits > 0)
            run.Account.Note($"Values of 16-bit images use {form.PixelBits} bits and were scaled to the full range.");
        if (form.IsGrey)
            run.Account.Note(GreyNote);
        return form;
    }

    // One value for all images, so that a dark image stays dark.
    private static int BitsOf(IReadOnlyCollection<ImageMeasure> measures) =>
        measures.Any(measure => measure.IsDeep) && measures.Max(measure => measure.Bits) is < SquareImage.AllBits and var bits
            ? Math.Max(ByteBits, bits) : 0;

    private void TellSize(IReadOnlyCollection<ImageMeasure> measures, ImageSides found, ImportRun run)
    {
        var chosen = run.Choices.Size is null ? "the median side" + (found.Median > Size
            ? $" {found.Median}, at most {Size}" : "") : "as chosen";
        var spread = found.Smallest == found.Largest ? $"all sides are {found.Smallest}" : $"shorter sides go from {found.Smallest} "
            + $"to {found.Largest}";
        run.Account.Note($"Images are stored as {Size}×{Size} pixels ({chosen}; {spread}). To choose another side, import with --size.");
        AddNote(measures.Count(measure => measure.Width != measure.Height), "are not square: the square in their middle was used");
        AddNote(measures.Count(measure => measure.Side < Size), "are smaller and were enlarged");
        AddNote(measures.Count(measure => measure.Side > Size), "are larger and were reduced");

        void AddNote(int images, string what)
        {
            if (images > 0)
                run.Account.Note($"{images} of {measures.Count} images {what}.");
        }
    }
}
