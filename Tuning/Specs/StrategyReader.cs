using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Specs;

/// <summary>Reads a strategy and its parameters, as <see cref="StrategyCatalog"/> declares them.</summary>
internal static class StrategyReader
{
    private const string KindKey = "kind";

    /// <summary>
    /// Trials drawn by a search that names no strategy and has a range without steps, which a grid cannot try in full. With a budget, the
    /// budget alone bounds the search.
    /// </summary>
    public const int Draws = 20;

    /// <param name="isEndless">Whether the space has a range without steps.</param>
    /// <param name="hasBudget">Whether the search has a budget.</param>
    public static StrategySpec Read(Field field, bool isEndless, bool hasBudget)
    {
        // A name alone is short for an object with that kind.
        var fields = field.IsText ? field.None : field.Object([KindKey, .. StrategyCatalog.Parameters.Select(parameter => parameter.Name)]);
        var kind = field.IsText ? field : fields[KindKey];
        var row = Kind(kind, isEndless ? StrategyCatalog.Random : StrategyCatalog.Default);
        foreach (
            var parameter in StrategyCatalog.Parameters.Where(
                parameter => fields[parameter.Name].IsGiven && !row.Parameters.Contains(parameter)))
            fields[parameter.Name].AddError(
                $"applies only to {Takers(parameter)}, but the strategy is {row.Name}, which {row.Help}; remove it or use another "
                    + "strategy");
        var spec = Filled(row, parameter => Value(fields[parameter.Name], parameter));
        return isEndless && !kind.IsGiven && !hasBudget && spec.Whole(StrategyCatalog.SamplesName) is null
            ? spec.With(StrategyCatalog.SamplesName, Draws) : spec;
    }

    private static StrategySpec Filled(StrategyRow row, Func<StrategyParameter, HyperparameterValue?> given) => row.Parameters.Aggregate(
        new StrategySpec(row.Name),
        (spec, parameter) => (given(parameter) ?? Standard(parameter)) is { } value ? spec.With(parameter.Name, value) : spec);

    private static HyperparameterValue? Standard(StrategyParameter parameter) =>
        parameter.HasDefault ? parameter.Declaration.Default : (HyperparameterValue?)null;

    private static HyperparameterValue? Value(Field field, StrategyParameter parameter)
    {
        var (declared, standard) = (parameter.Declaration, Standard(parameter));
        if (declared.Kind != HyperparameterKind.Choice)
            return field.Number(declared.Allows, declared.Rule(), $"leave it out for {parameter.Otherwise}") is { } number
                ? (HyperparameterValue)number : standard;
        if (field.Text() is not { } word)
            return standard;
        if (!declared.Values.Contains(word))
            field.AddError(Spelling.Unknown(declared.Name, word, declared.Values));
        return word;
    }

    private static string Takers(StrategyParameter parameter) =>
        string.Join(", ", StrategyCatalog.All.Where(row => row.Parameters.Contains(parameter)).Select(row => row.Name));

    private static StrategyRow Kind(Field field, string otherwise)
    {
        var kind = field.Text();
        if (kind is not null && StrategyCatalog.Find(kind) is null)
            field.AddError(StrategyCatalog.Unknown(kind));
        return StrategyCatalog.Find(kind ?? otherwise) ?? StrategyCatalog.Find(StrategyCatalog.Default)!;
    }
}
