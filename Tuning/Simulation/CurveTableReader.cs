using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Reads a table as <see cref="CurveCsv"/> writes it, or a similar one.</summary>
public static class CurveTableReader
{
    private static readonly ImmutableHashSet<string> Known =
    [
        .. TrialColumn.From(MetricTable.Default).Concat(TrialColumn.OfRecipe(hasTrainer: false)).Select(column => column.Key),
    ];

    /// <summary>
    /// Reads a table with the columns accuracy@1, accuracy@2, …; without loss@1, …, the most accurate epoch counts as the best one. Missing
    /// hyperparameters get their defaults, missing costs are 0, and an epoch takes one second. Unknown columns are hyperparameters of a
    /// custom trainer.
    /// </summary>
    /// <param name="network">The network of rows that name none.</param>
    /// <param name="classes">The number of classes of the dataset.</param>
    public static TableReadResult Read(TextReader text, string network, int classes)
    {
        var errors = new List<ValidationError>();
        var rows = CsvRows.Read(text).ToList();
        string[] header = rows.Count == 0 ? [] : rows[0].Cells;
        var epochs = CurveColumns.Epochs(header, errors);
        if (errors.Count > 0)
            return new(null, [], [.. errors]);
        string[] own = [.. header.Where(name => !Known.Contains(name) && !CurveColumns.IsOne(name))];
        var places = header.Index().ToDictionary(one => one.Item, one => one.Index, StringComparer.Ordinal);
        var read = rows.Skip(1).Select(row => (row.Line, Row: new TableRow(row.Line, row.Cells, places, errors).Read(network, own, epochs)))
            .ToList();
        CheckTwice(read.Select(row => (row.Line, row.Row?.Whole)), errors);
        ImmutableArray<CurveRow> whole = [.. read.Select(row => row.Row?.Whole).OfType<CurveRow>()];
        if (errors.Count == 0 && whole.IsEmpty)
            errors.Add(
                new("table", $"must hold a trial that was trained to its last epoch, {epochs}, but none of {read.Count} rows is one"));
        return new(
            errors.Count == 0 ? new CurveTable(whole, classes) : null,
            [.. read.Select(row => row.Row).OfType<(Candidate Candidate, CurveRow? Whole)>().Where(row => row.Whole is null)
                .Select(row => row.Candidate)],
            [.. errors]);
    }

    private static void CheckTwice(IEnumerable<(int Line, CurveRow? Row)> read, List<ValidationError> errors)
    {
        foreach (var same in read.Where(row => row.Row is not null).GroupBy(row => CandidateIndex.KeyOf(row.Row!.Candidate)))
            if (same.Count() > 1)
                errors.Add(new(
                    $"line {same.ElementAt(1).Line}",
                    $"must not have the configuration of line {same.First().Line}, but does; remove one of them"));
    }
}

/// <summary>A table, or all its errors.</summary>
/// <param name="Skipped">
/// The configurations of the rows skipped because their trials were not trained to the last epoch, so their final result is not known.
/// </param>
public sealed record TableReadResult(CurveTable? Table, ImmutableArray<Candidate> Skipped, ImmutableArray<ValidationError> Errors);
