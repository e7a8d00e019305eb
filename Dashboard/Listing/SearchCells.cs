using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Listing;

/// <summary>What the list says of a search, from its row alone.</summary>
internal static class SearchCells
{
    /// <summary>The best accuracy's 95 % interval, "81.2–85.9 %"; null where the number of images is not known.</summary>
    public static string? Interval(SearchView search) =>
        search.BestAccuracy is { } accuracy && AccuracyInterval.From(accuracy, search.ValidationImages) is { } interval
            ? $"{interval.Short} %" : null;

    /// <summary>What tells how the interval came about.</summary>
    public static string Evidence(SearchView search) => Interval(search) is null ? "" : FormattableString.Invariant(
        $"95 % interval from {search.ValidationImages:N0} validation images");

    /// <summary>The optimum's accuracy and size, "81.20 %, 20 M MACs"; null where the row does not hold them.</summary>
    public static string? Optimum(SearchView search)
    {
        var size = search.OptimumCost is { } cost && MainCost(search) is { } metric ? metric.InSentence(cost) : null;
        var accuracy = search.OptimumAccuracy is { } known ? Formatter.Percent(known) : null;
        return string.Join(", ", new[] { accuracy, size }.Where(part => part is not null)) is { Length: > 0 } text ? text : null;
    }

    public static string DeviceTime(SearchView search) =>
        search.DeviceSeconds > 0 ? Formatter.Duration(TimeSpan.FromSeconds(search.DeviceSeconds)) : Formatter.Nothing;

    /// <summary>Said where a search trains; empty otherwise. Its own page knows what each epoch costs and says it better.</summary>
    public static string Left(SearchView search) =>
        Tuning.Searches.TimeLeft.Compute(search) is { } left ? $"about {Formatter.Duration(left)} left" : "";

    private static Metric? MainCost(SearchView search) =>
        Objectives.From(search.Spec).Costs.OrderByDescending(metric => metric.IsMainCost)
            .FirstOrDefault(metric => metric.Value(search.OptimumCost!) > 0);
}
