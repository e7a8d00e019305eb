using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// What a search tries of a table: the rows within its limits and within what its file says of the space. Hyperparameters that the file
/// does not name may have any value.
/// </summary>
/// <param name="stated">The file, as JSON.</param>
public sealed class TableSpace(SearchSpec spec, JsonElement stated)
{
    private const string SpaceKey = "space", NetworkKey = "network";

    private readonly ImmutableHashSet<string> _stated = [.. Names(stated)];

    /// <summary>The part of the table that the search tries, cut to its epochs; null where there are faults.</summary>
    public CurveTable? Of(CurveTable table, List<Fault> faults)
    {
        var before = faults.Count;
        if (spec.Epochs > table.Epochs)
            faults.Add(new("epochs", $"must be at most {table.Epochs}, those of the table's curves, but is {spec.Epochs}"));
        CheckObjectives(table, faults);
        CheckValues(table, faults);
        var limits = MetricLimit.Of(spec.Limits, MetricTable.Of(spec));
        ImmutableArray<CurveRow> rows =
        [
            .. table.Rows.Where(row => IsWithin(row) && !limits.Any(limit => limit.Excludes(row.Candidate.Cost))).Select(Cut),
        ];
        if (faults.Count == before && rows.IsEmpty)
            faults.Add(new("table", $"must hold something of the space within the limits, but none of its {table.Rows.Length} rows is"));
        return faults.Count == before ? new(rows, table.Classes) : null;
    }

    private static IEnumerable<string> Names(JsonElement stated)
    {
        var root = stated.ValueKind == JsonValueKind.Object ? stated.EnumerateObject().ToList() : [];
        return root.Select(one => one.Name).Where(name => name is NetworkKey or HyperparameterNames.BatchSize)
            .Concat(root.Where(one => one.Name == SpaceKey).SelectMany(one => Parts(one.Value)).SelectMany(part => part.EnumerateObject())
                .Select(one => one.Name));
    }

    private static IEnumerable<JsonElement> Parts(JsonElement space) =>
        (space.ValueKind == JsonValueKind.Array ? [.. space.EnumerateArray()] : new[] { space })
            .Where(part => part.ValueKind == JsonValueKind.Object);

    private void CheckObjectives(CurveTable table, List<Fault> faults)
    {
        foreach (var (at, metric) in Objectives.Of(spec).All.Index())
            if (metric.IsCost && metric.Known == MetricTime.BeforeTraining && table.Candidates.All(one => metric.Value(one.Cost) == 0)
                || metric.Known == MetricTime.End && table.Rows.Any(row => row.Latency is null) || metric.MinClasses > 1)
                faults.Add(new(
                    $"objectives[{at}]",
                    $"must be known of each row of the table, but {metric.Key} is not; name others, as in [accuracy, parameters]"));
    }

    /// <summary>A value that the file asks for and no row has would go untried in silence.</summary>
    private void CheckValues(CurveTable table, List<Fault> faults)
    {
        if (_stated.Contains(NetworkKey))
            foreach (var network in spec.Networks.Where(network => table.Candidates.All(one => one.Network != network)))
                faults.Add(new(NetworkKey, $"must be in the table, but no row is of {network}"));
        foreach (var (name, domain) in spec.Space.Parts.SelectMany(part => part.All).Where(one => _stated.Contains(one.Key)))
        {
            var known = table.Candidates.Select(one => one.Configuration[name]).ToHashSet();
            ImmutableArray<HyperparameterValue> listed = domain.Range is null ? domain.Values : [];
            foreach (var value in listed.Where(value => !known.Contains(value)))
                faults.Add(new($"{SpaceKey}.{name}", $"must be in the table, but no row has {value}; its rows have "
                    + string.Join(", ", known.OrderBy(one => one.Number).Take(20))));
        }
    }

    private bool IsWithin(CurveRow row) => spec.Space.Parts.Any(part => IsWithin(row, part));

    private bool IsWithin(CurveRow row, Subspace part)
    {
        var networks = part.Networks.IsEmpty ? spec.Networks : part.Networks;
        return (!_stated.Contains(NetworkKey) || networks.Contains(row.Candidate.Network))
            && part.All.Where(one => _stated.Contains(one.Key)).All(one => Has(one.Value, row.Candidate.Configuration[one.Key]));
    }

    private static bool Has(Domain domain, HyperparameterValue value) => domain.Range is { } range
        ? value.Number >= range.From && value.Number <= range.To
        : domain.Values.Contains(value);

    private CurveRow Cut(CurveRow row) => row with { Curve = [.. row.Curve.Take(spec.Epochs)] };
}
