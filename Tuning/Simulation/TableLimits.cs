using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Applies a search's limits on metrics that are known before training to the rows of a table.</summary>
internal sealed class TableLimits(SearchSpec spec)
{
    private const string Field = "limits";

    private readonly ImmutableArray<MetricLimit> _limits =
        [.. MetricLimit.From(spec.Limits, MetricTable.From(spec)).Where(limit => limit.Metric.Known == MetricTime.BeforeTraining)];

    /// <summary>Whether there are none.</summary>
    public bool AreEmpty => _limits.IsEmpty;

    public bool Exclude(Candidate candidate) => _limits.Any(limit => limit.Excludes(candidate.Cost));

    /// <summary>
    /// Returns the rows within all limits. Reports an error for each limit that excludes every row, or whose metric the table lacks.
    /// </summary>
    /// <param name="rows">The rows in the search's space; at least one.</param>
    public ImmutableArray<CurveRow> Within(ImmutableArray<CurveRow> rows, List<ValidationError> errors)
    {
        var before = errors.Count;
        foreach (var limit in _limits)
            Check(limit, [.. rows.Select(row => limit.Metric.Value(row.Candidate.Cost))], errors);
        ImmutableArray<CurveRow> within = [.. rows.Where(row => !Exclude(row.Candidate))];
        if (errors.Count == before && within.IsEmpty)
            errors.Add(new(
                Field, $"must allow a row of the table, but none of the {rows.Length} rows in the search's space is within "
                + $"{string.Join(", ", _limits.Select(limit => limit.Allowed))}; raise one"));
        return within;
    }

    private static void Check(MetricLimit limit, double[] values, List<ValidationError> errors)
    {
        if (values.All(value => value == 0))
            errors.Add(new(
                $"{Field}.{limit.Key}",
                $"must be a column of the table, but it has no {limit.Metric.Key}; add the column, or remove the limit"));
        else if (values.Min() is var least && (decimal)least > limit.Bound)
            errors.Add(new($"{Field}.{limit.Key}", string.Create(
                CultureInfo.InvariantCulture,
                $"must allow a row of the table, but is {limit.Bound}, and the rows in the search's space have {least:0.####} to "
                + $"{values.Max():0.####}; raise it")));
    }
}
