using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Selects the rows of a table that a search tries: those within its limits and the space of its file. Hyperparameters that the file does
/// not name may have any value.
/// </summary>
/// <param name="stated">The search file as JSON.</param>
public sealed class TableSpace(SearchSpec spec, JsonElement stated)
{
    private readonly SpecifiedNames _stated = new(stated);

    /// <summary>
    /// Returns the rows that the search tries, with curves cut to its epochs; null if there are errors. A value that no row has is an
    /// error, unless skipped rows have it, or limits may be the reason, and other rows remain.
    /// </summary>
    /// <param name="missing">Receives the values that no row has.</param>
    public CurveTable? Create(TableReadResult reading, List<ValidationError> errors, List<MissingValues> missing)
    {
        var table = reading.Table!;
        var before = errors.Count;
        if (spec.Epochs > table.Epochs)
            errors.Add(new("epochs", $"must be at most {table.Epochs}, those of the table's curves, but is {spec.Epochs}"));
        CheckObjectives(table, errors);
        var limits = new TableLimits(spec);
        ImmutableArray<TablePart> parts =
            [.. spec.Space.Parts.Select((part, at) => new TablePart(spec, part, at, _stated, reading, limits))];
        ImmutableArray<CurveRow> rows = [.. table.Rows.Where(row => parts.Any(part => part.Has(row.Candidate)))];
        missing.AddRange(MissingNetworks(reading, limits).Concat(parts.SelectMany(part => part.Missing)).Distinct());
        errors.AddRange(missing.Where(one => rows.IsEmpty || !one.WereSkipped && !one.MayExceedLimits).Select(one => one.Error));
        if (errors.Count > before)
            return null;
        if (rows.IsEmpty)
            errors.Add(new(
                "space", $"must contain a row of the table, but none of its {table.Rows.Length} rows has these values together; widen it"));
        else
            rows = limits.Within(rows, errors);
        return errors.Count == before ? new([.. rows.Select(Cut)], table.Classes) : null;
    }

    /// <summary>The fields of limits that have no effect in a simulation, because they limit only what a search recommends.</summary>
    public static IEnumerable<string> UnusedLimits(SearchSpec spec) =>
        from limit in MetricLimit.From(spec.Limits, MetricTable.From(spec))
        where limit.Metric.Known != MetricTime.BeforeTraining && limit.Metric.Key != ObjectiveReader.Latency
        select $"limits.{limit.Key}";

    private void CheckObjectives(CurveTable table, List<ValidationError> errors)
    {
        foreach (var (at, metric) in Objectives.From(spec).All.Index())
            if (metric.IsCost && metric.Known == MetricTime.BeforeTraining && table.Candidates.All(one => metric.Value(one.Cost) == 0)
                || metric.Known == MetricTime.End && table.Rows.Any(row => row.Latency is null) || metric.MinClasses > 1)
                errors.Add(new(
                    $"objectives[{at}]",
                    $"must have a value in each row of the table, but {metric.Key} does not; name others, as in [accuracy, parameters]"));
    }

    private IEnumerable<MissingValues> MissingNetworks(TableReadResult reading, TableLimits limits)
    {
        string[] known = [.. reading.Table!.Candidates.Select(one => one.Network).Distinct()];
        return !_stated.HasNetwork ? []
            : from network in spec.Networks.Except(known)
              select new MissingValues(
                  _stated.Network, network, string.Join(", ", known), reading.Skipped.Any(one => one.Network == network), !limits.AreEmpty);
    }

    private CurveRow Cut(CurveRow row) => row with { Curve = [.. row.Curve.Take(spec.Epochs)] };
}
