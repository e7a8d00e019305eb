using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// A custom trainer as a table of its trials shows it, so that a search's hyperparameters can be read where no server knows what the
/// trainer declares.
/// </summary>
public static class TableTrainer
{
    // What a trainer may declare at most.
    private const double MostNumber = 1e15;

    /// <summary>A declaration with a hyperparameter for each that the table's rows have.</summary>
    public static TrainerReading Create(CurveTable table, string name)
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
