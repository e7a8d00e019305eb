using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Paretune.Storage.Imports;

/// <summary>The options of an import.</summary>
/// <param name="Size">Side of the stored images in pixels; null for the median of the images' sides.</param>
/// <param name="NameEncoding">The encoding of names in a ZIP that states none and whose names are not UTF-8.</param>
/// <param name="Skip">Whether to leave out files that cannot be placed or decoded, instead of rejecting the import.</param>
/// <param name="Augmentation">The dataset's default augmentation; null if not set.</param>
/// <param name="KeepOriginals">Whether to keep the archive beside the images, so that the dataset can be resized later.</param>
public sealed partial record ImportChoices(
    int? Size = null, Encoding? NameEncoding = null, bool Skip = false, string? Augmentation = null, bool KeepOriginals = false)
{
    public const int LargestSide = 512;

    /// <summary>
    /// The bytes that uploads must leave free on the disk, because the ledger and running trials write to the same disk.
    /// </summary>
    public const long Reserve = 1L << 30;

    private const int SmallestSide = 4;

    /// <summary>The bytes that the import must leave free on the disk.</summary>
    public long LeaveFree { get; init; }

    /// <summary>
    /// The options that change the imported images; empty if none was chosen. The augmentation and kept originals do not change them.
    /// </summary>
    internal string Identity => (Size is { } size ? $" size {size}" : "")
        + (NameEncoding is { } names ? $" encoding {names.WebName}" : "") + (Skip ? " skip" : "");

    /// <summary>Parses options from a command line or a query; null for those that are not set.</summary>
    /// <returns>The options, and their errors.</returns>
    public static (ImportChoices Choices, ImmutableArray<ValidationError> Errors) Parse(
        string? size, string? encoding, string? skip, string? augmentation = null, string? keep = null)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        int? side = int.TryParse(size, CultureInfo.InvariantCulture, out var number) && number is >= SmallestSide and <= LargestSide
            ? number : null;
        if (size is not null && side is null)
            errors.Add(new("size", $"must be a whole number of pixels from {SmallestSide} to {LargestSide}, but is \"{size}\""));
        var names = encoding is null ? null : Known(encoding);
        if (encoding is not null && names is null)
            errors.Add(new("encoding", "must be an encoding such as utf-8, cp949, shift_jis, gb18030, cp437 or cp1252, but is "
                + $"\"{encoding}\""));
        foreach (var (field, given) in new[] { (nameof(skip), skip), (nameof(keep), keep) })
            if (given is not (null or "true" or "false"))
                errors.Add(new(field, $"must be true or false, but is \"{given}\""));
        if (augmentation is not null && CheckAugmentation(augmentation) is { } wrong)
            errors.Add(wrong);
        return (new(side, names, skip == "true", augmentation, keep == "true"), errors.ToImmutable());
    }

    /// <summary>Returns the error in a default augmentation, or null.</summary>
    public static ValidationError? CheckAugmentation(string words) => RecipeWords.Augmentations.Contains(words)
        ? null
        : new("augmentation", $"must be one of {string.Join(", ", RecipeWords.Augmentations)}, but is \"{words}\"");

    internal static Encoding? Known(string name)
    {
        var (code, throwing) = (CodePage().Match(name), DecoderFallback.ExceptionFallback);
        try
        {
            return code.Success && int.Parse(code.Groups[1].ValueSpan, CultureInfo.InvariantCulture) is var page
                ? CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, throwing)
                    ?? Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, throwing)
                : CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, throwing)
                    ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, throwing);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(?:cp|windows-|ibm)?(\d{3,5})\z", RegexOptions.IgnoreCase)]
    private static partial Regex CodePage();
}
