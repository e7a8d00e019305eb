using System.Collections.Immutable;
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
    public static TrainerReadResult Create(CurveTable table, string name)
    {
        var columns = table.Candidates.Select(one => one.Configuration.Hyperparameters)
            .OfType<ImmutableSortedDictionary<string, HyperparameterValue>>().SelectMany(one => one)
            .ToLookup(one => one.Key, one => one.Value);
        return new(name, new(name, Assembly: "", Description: "", [.. columns.Select(column => Declare(column.Key, [.. column]))]), []);
    }

    private static Hyperparameter Declare(string name, ImmutableArray<HyperparameterValue> values)
    {
        ImmutableArray<string> words = [.. values.Select(value => value.Word).OfType<string>().Distinct()];
        return words.IsEmpty
            ? new(name, HyperparameterKind.Number, -MostNumber, MostNumber, [], values[0])
            : new(name, HyperparameterKind.Choice, null, null, words, words[0]);
    }
}
