using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats numbers with their nouns.</summary>
public static class CountText
{
    /// <summary>Returns for example "1 epoch" or "2 epochs". Thousands are grouped if <paramref name="format"/> does so.</summary>
    /// <param name="noun">The singular; the plural adds an "s".</param>
    public static string Format(long count, string noun, string? format = null) =>
        $"{count.ToString(format, CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Returns the work of a search: "12 trials of 4 epochs".</summary>
    public static string Work(SearchView search) => $"{Format(search.Counts.Total, "trial")} of {Format(search.Spec.Epochs, "epoch")}";

    /// <summary>Returns the number of trials that are over, with any outcome.</summary>
    public static int Done(TrialCounts counts) => counts.Total - counts.Waiting - counts.Running - counts.Paused - counts.Parked;

    /// <summary>Returns for example "4", "4 and 6" or "4, 6 and 9".</summary>
    public static string And(IReadOnlyList<int> numbers)
    {
        string[] texts = [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return texts.Length < 2 ? string.Concat(texts) : $"{string.Join(", ", texts[..^1])} and {texts[^1]}";
    }
}
