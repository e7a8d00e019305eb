using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Programs;

/// <summary>Checks the metrics that a program reports against those that its search declares.</summary>
public static class CustomMetrics
{
    /// <summary>Returns what is wrong with the metrics as a sentence; null if nothing is.</summary>
    public static string? WhyNot(ImmutableSortedDictionary<string, CustomMetric>? metrics, Signal signal)
    {
        foreach (var (name, value) in (signal as Report)?.Metrics?.AsEnumerable() ?? [])
        {
            if (metrics?.GetValueOrDefault(name) is not { } own)
                return $"metrics.{Spelling.Shortened(name)}: {Spelling.Unknown("metric", name, [.. metrics?.Keys ?? []])}; "
                    + "declare custom metrics of a search under metrics";
            if (value < own.Min || value > own.Max)
                return FormattableString.Invariant($"metrics.{name}: must be {RuleOf(own)}, but is {value}");
        }

        return null;
    }

    private static string RuleOf(CustomMetric own) => FormattableString.Invariant((own.Min, own.Max) switch
    {
        ({ } min, { } max) => $"a number from {min} to {max}",
        ({ } min, null) => $"a number of at least {min}",
        _ => $"a number of at most {own.Max}",
    });
}
