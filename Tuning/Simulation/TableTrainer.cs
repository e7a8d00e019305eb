using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Infers a custom trainer's declaration from a table of its trials, so that a search's hyperparameters can be read without a server that
/// knows the trainer.
/// </summary>
public static class TableTrainer
{
    // The largest bound that a trainer may declare.
    private const double MostNumber = 1e15;

    /// <summary>Returns a declaration with one hyperparameter for each that the table's rows have.</summary>
    public static TrainerReadResult Create(TableReadResult reading, string name)
    {
        var columns = Values(reading.Table!.Candidates);
        var skipped = Values(reading.Skipped);
        return new(
            name, new(name, Assembly: "", Description: "", [.. columns.Select(column => Declare(column, skipped[column.Key]))]), []);
    }

    private static ILookup<string, HyperparameterValue> Values(IEnumerable<Candidate> rows) =>
        rows.Select(one => one.Configuration.Hyperparameters)
            .OfType<ImmutableSortedDictionary<string, HyperparameterValue>>().SelectMany(one => one)
            .ToLookup(one => one.Key, one => one.Value);

    /// <param name="skipped">The values in rows that were skipped; their empty cells, also of numbers, are words.</param>
    private static Hyperparameter Declare(IGrouping<string, HyperparameterValue> column, IEnumerable<HyperparameterValue> skipped)
    {
        ImmutableArray<string> words = [.. Words(column)];
        return words.IsEmpty
            ? new(column.Key, HyperparameterKind.Number, -MostNumber, MostNumber, [], column.First())
            : new(column.Key, HyperparameterKind.Choice, null, null, [.. words.Union(Words(skipped))], words[0]);
    }

    private static IEnumerable<string> Words(IEnumerable<HyperparameterValue> values) =>
        values.Select(value => value.Word).OfType<string>().Distinct();
}
