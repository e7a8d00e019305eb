using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>A number with its noun.</summary>
public static class CountText
{
    /// <summary>"1 epoch", "2 epochs"; thousands are grouped where <paramref name="format"/> says so.</summary>
    /// <param name="noun">Of one.</param>
    public static string Format(long count, string noun, string? format = null) =>
        $"{count.ToString(format, CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>What a search has to do: "12 trials of 4 epochs".</summary>
    public static string Work(SearchView search) => $"{Format(search.Counts.Total, "trial")} of {Format(search.Spec.Epochs, "epoch")}";

    /// <summary>How many trials are over, whatever became of them.</summary>
    public static int Done(TrialCounts counts) => counts.Total - counts.Waiting - counts.Running - counts.Paused - counts.Parked;

    /// <summary>"4", "4 and 6", "4, 6 and 9".</summary>
    public static string And(IReadOnlyList<int> numbers)
    {
        string[] texts = [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        return texts.Length < 2 ? string.Concat(texts) : $"{string.Join(", ", texts[..^1])} and {texts[^1]}";
    }
}
