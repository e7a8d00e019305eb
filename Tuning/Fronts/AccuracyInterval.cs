using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// The 95 % interval of an accuracy on so many images (Wilson, "Probable inference, the law of succession, and statistical inference",
/// 1927): unlike p ± 2 standard errors it stays within 0 to 1 and holds for few images.
/// </summary>
public readonly record struct AccuracyInterval(double Low, double High)
{
    // Of the standard normal distribution, 2.5 % on each side.
    private const double Z = 1.959963984540054;

    /// <summary>Null if the number of images is not known.</summary>
    public static AccuracyInterval? From(double accuracy, int images)
    {
        if (images <= 0 || !(accuracy is >= 0 and <= 1))
            return null;
        var (square, n) = (Z * Z, (double)images);
        var middle = (accuracy + square / (2 * n)) / (1 + square / n);
        var half = Z / (1 + square / n) * Math.Sqrt(accuracy * (1 - accuracy) / n + square / (4 * n * n));
        return new(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>
    /// Whether an accuracy is above guessing: its interval is, or, if the number of images is not known, the accuracy itself.
    /// </summary>
    /// <param name="chance">The accuracy of guessing; 0 if it is not known.</param>
    public static bool IsAbove(double chance, double accuracy, int images) =>
        chance <= 0 || (From(accuracy, images)?.Low ?? accuracy) > chance;

    /// <summary>"25.3–34.1", for a column whose title says what it is.</summary>
    public string Short => string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.0}–{100 * High:0.0}");

    /// <summary>"25.3 to 34.1 %".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.0} to {100 * High:0.0} %");
}
