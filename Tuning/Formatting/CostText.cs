using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats a model's costs for a sentence: "2.10 M parameters, 40.0 M MACs". Unknown costs are left out.</summary>
public static class CostText
{
    public static string Format(Cost cost) => string.Join(", ", MetricTable.Default.Rows
        .Where(metric => metric is { IsInTables: true, Known: MetricTime.BeforeTraining } && metric.Value(cost) > 0)
        .Select(metric => $"{Formatter.Amount(metric.Value(cost))} {metric.Unit}"));
}
