using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Layout;

/// <summary>Titles as heads of columns and fields.</summary>
internal static class Titled
{
    public static string Format(Metric metric) => Format(metric.Title);

    /// <summary>"validation loss" as "Validation loss".</summary>
    public static string Format(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";
}
