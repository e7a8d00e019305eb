using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Formatting;

/// <summary>One hyperparameter of configurations, as a column of a table.</summary>
/// <param name="Key">The name in JSON and files.</param>
/// <param name="Title">The name shown to people.</param>
public sealed record HyperparameterColumn(string Key, string Title)
{
    private static readonly ImmutableArray<HyperparameterColumn> Networks = [.. Hyperparameters.OfNetworks.Select(ColumnOf)];

    /// <summary>The columns of any training.</summary>
    public static ImmutableArray<HyperparameterColumn> Common { get; } = [.. Hyperparameters.OfTraining.Select(ColumnOf)];

    /// <summary>The columns of a recipe.</summary>
    public static ImmutableArray<HyperparameterColumn> Recipe { get; } = [.. RecipeHyperparameters.All.Select(ColumnOf)];

    /// <summary>
    /// Returns the recipe columns that apply to a configuration: momentum only with sgd, progressive only if images grow, and for a custom
    /// trainer only the values it is given.
    /// </summary>
    public static ImmutableArray<HyperparameterColumn> RecipeOf(Configuration one)
    {
        var recipe = one.Recipe ?? RecipeOptions.Former;
        return
        [
            .. Recipe.Where(column => one.Hyperparameters is not null ? HyperparameterNames.RecipeOfTrainers.Contains(column.Key)
                : column.Key switch
                {
                    HyperparameterNames.Momentum => recipe.Optimizer == OptimizerKind.Sgd,
                    HyperparameterNames.Progressive => recipe.Progressive > 0,
                    _ => true,
                }),
        ];
    }

    /// <summary>Returns the training and recipe columns in which some of the configurations differ.</summary>
    public static ImmutableArray<HyperparameterColumn> Varied(IReadOnlyCollection<Configuration> configurations) =>
        [.. Common.AddRange(Recipe).Where(column => column.IsVaried(configurations))];

    /// <summary>Returns whether some of the configurations differ in this column.</summary>
    internal bool IsVaried(IReadOnlyCollection<Configuration> configurations) =>
        configurations.FirstOrDefault() is { } first && Value(first) is var value && configurations.Any(one => Value(one) != value);

    /// <summary>
    /// Returns the columns of the model: δ, α and ρ of Paretune's networks, or the hyperparameters that a custom trainer declares.
    /// </summary>
    /// <param name="any">Any configuration of the search; all have the same columns.</param>
    public static ImmutableArray<HyperparameterColumn> OfModel(Configuration? any) =>
        any?.Hyperparameters is { } own ? [.. own.Keys.Select(name => new HyperparameterColumn(name, name))] : Networks;

    /// <summary>The title with a capital first letter. Symbols and names of custom trainers are unchanged.</summary>
    public string Heading => Title.Length > 1 && IsPredefined ? char.ToUpperInvariant(Title[0]) + Title[1..] : Title;

    /// <summary>Whether this is one of Paretune's hyperparameters and not one that a custom trainer declares.</summary>
    private bool IsPredefined => Networks.Contains(this) || Common.Contains(this) || Recipe.Contains(this);

    /// <summary>Whether the values are known to be numbers; false for hyperparameters of custom trainers.</summary>
    public bool IsNumber => Hyperparameters.Find(Key) is { Kind: not HyperparameterKind.Choice };

    public HyperparameterValue Value(Configuration one) => one[Key];

    /// <summary>Returns a configuration's value as tables show it.</summary>
    public string Text(Configuration one) => Formatter.Value(Value(one));

    private static HyperparameterColumn ColumnOf(Hyperparameter one) => new(one.Name, one.Symbol ?? one.Name);
}
