using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Listing;

/// <summary>Formats the cells of the list from a search's row alone.</summary>
internal static class SearchCells
{
    /// <summary>Returns the 95 % interval of the best accuracy, "81.2–85.9 %"; null if the number of images is not known.</summary>
    public static string? Interval(SearchView search) =>
        search.BestAccuracy is { } accuracy && AccuracyInterval.From(accuracy, search.ValidationImages) is { } interval
            ? $"{interval.Short} %" : null;

    /// <summary>Returns what the interval is based on.</summary>
    public static string Evidence(SearchView search) => Interval(search) is null ? "" : FormattableString.Invariant(
        $"95 % interval from {search.ValidationImages:N0} validation images");

    /// <summary>Returns the optimum's accuracy and size, "81.20 %, 20 M MACs"; null if the row has none.</summary>
    public static string? Optimum(SearchView search)
    {
        var size = search.OptimumCost is { } cost && MainCost(search) is { } metric ? metric.InSentence(cost) : null;
        var accuracy = search.OptimumAccuracy is { } known ? Formatter.Percent(known) : null;
        return string.Join(", ", new[] { accuracy, size }.Where(part => part is not null)) is { Length: > 0 } text ? text : null;
    }

    public static string DeviceTime(SearchView search) =>
        search.DeviceSeconds > 0 ? Formatter.Duration(TimeSpan.FromSeconds(search.DeviceSeconds)) : Formatter.Nothing;

    /// <summary>
    /// Returns the time left of a running search; empty for other searches. The search's own page has a better estimate, because it knows
    /// the cost of each epoch.
    /// </summary>
    public static string Left(SearchView search) =>
        Tuning.Searches.TimeLeft.Compute(search) is { } left ? $"about {Formatter.Duration(left)} left" : "";

    private static Metric? MainCost(SearchView search) =>
        Objectives.From(search.Spec).Costs.OrderByDescending(metric => metric.IsMainCost)
            .FirstOrDefault(metric => metric.Value(search.OptimumCost!) > 0);
}
