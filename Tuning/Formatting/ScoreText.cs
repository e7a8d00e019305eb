using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats the score of a search.</summary>
public static class ScoreText
{
    /// <summary>The meaning of the score, to be shown beside it.</summary>
    public const string Meaning =
        "The best accuracy on the front within a size limit, averaged over all limits from the cheapest to the most expensive "
            + "configuration; "
        + "every doubling of the size counts equally.";

    /// <summary>"71.3 % on average over all size limits (500 validation images)".</summary>
    public static string Format(SearchView search) => $"{Short(search)} on average over all size limits{Images(search)}";

    /// <summary>Returns for example "71.3 %"; "-" before the first trial has completed.</summary>
    public static string Short(SearchView search) => search.BestAccuracy is null ? Formatter.Nothing : Number(search.Score);

    /// <summary>Returns for example "71.3 % (500 images)", for places with little room whose title explains the score.</summary>
    public static string Beside(SearchView search) => search is { BestAccuracy: not null, ValidationImages: > 0 and var images }
        ? string.Create(CultureInfo.InvariantCulture, $"{Short(search)} ({images} images)")
        : Short(search);

    public static string Number(double score) => string.Create(CultureInfo.InvariantCulture, $"{100 * score:0.0#} %");

    private static string Images(SearchView search) => search.ValidationImages == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $" ({search.ValidationImages} validation images)");
}
