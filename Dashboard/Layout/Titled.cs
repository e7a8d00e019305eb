using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Layout;

/// <summary>Formats titles for column heads and field labels.</summary>
internal static class Titled
{
    public static string Format(Metric metric) => Format(metric.Title);

    /// <summary>Returns "Validation loss" for "validation loss".</summary>
    public static string Format(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";
}
