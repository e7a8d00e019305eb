using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>A search's score in words.</summary>
public static class ScoreText
{
    /// <summary>What the number means, to be read beside it.</summary>
    public const string Meaning =
        "The best accuracy on the front within a size limit, averaged over all limits from the cheapest to the most expensive "
            + "configuration; "
        + "every doubling of the size counts equally.";

    /// <summary>"71.3 % on average over all size limits (500 validation images)".</summary>
    public static string Format(SearchView search) => $"{Short(search)} on average over all size limits{Images(search)}";

    /// <summary>"71.3 %"; nothing before the first trial has completed.</summary>
    public static string Short(SearchView search) => search.BestAccuracy is null ? Formatter.Nothing : Number(search.Score);

    /// <summary>"71.3 % (500 images)": where there is little room, and a title beside it says what it means.</summary>
    public static string Beside(SearchView search) => search is { BestAccuracy: not null, ValidationImages: > 0 and var images }
        ? string.Create(CultureInfo.InvariantCulture, $"{Short(search)} ({images} images)")
        : Short(search);

    public static string Number(double score) => string.Create(CultureInfo.InvariantCulture, $"{100 * score:0.0#} %");

    private static string Images(SearchView search) => search.ValidationImages == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" ({search.ValidationImages} validation images)");
}
