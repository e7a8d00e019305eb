using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Formatting;

/// <summary>One hyperparameter of configurations, as a column of a table.</summary>
/// <param name="Key">As JSON and files name it.</param>
/// <param name="Title">As people read it.</param>
public sealed record HyperparameterColumn(string Key, string Title)
{
    private static readonly ImmutableArray<HyperparameterColumn> Networks = [.. Hyperparameters.OfNetworks.Select(ColumnOf)];

    /// <summary>Those of any training.</summary>
    public static ImmutableArray<HyperparameterColumn> Common { get; } = [.. Hyperparameters.OfTraining.Select(ColumnOf)];

    /// <summary>Those of a recipe.</summary>
    public static ImmutableArray<HyperparameterColumn> Recipe { get; } = [.. RecipeHyperparameters.All.Select(ColumnOf)];

    /// <summary>
    /// What a configuration has of a recipe: of sgd the momentum, where images grow for how long, and of a custom trainer only what that is
    /// given.
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

    /// <summary>Those of a training, its recipe included, in which some configurations differ.</summary>
    public static ImmutableArray<HyperparameterColumn> Varied(IReadOnlyCollection<Configuration> configurations) =>
        [.. Common.AddRange(Recipe).Where(column => column.IsVaried(configurations))];

    /// <summary>Whether some configurations differ in it.</summary>
    internal bool IsVaried(IReadOnlyCollection<Configuration> configurations) =>
        configurations.FirstOrDefault() is { } first && Value(first) is var value && configurations.Any(one => Value(one) != value);

    /// <summary>What makes a model: δ, α and ρ of Paretune's networks, or what a custom trainer has in their place.</summary>
    /// <param name="any">A configuration of the search: all of them have the same.</param>
    public static ImmutableArray<HyperparameterColumn> OfModel(Configuration? any) =>
        any?.Hyperparameters is { } own ? [.. own.Keys.Select(name => new HyperparameterColumn(name, name))] : Networks;

    /// <summary>The title as a page begins a line with it; symbols, and names of custom trainers, as they are.</summary>
    public string Heading => Title.Length > 1 && IsPredefined ? char.ToUpperInvariant(Title[0]) + Title[1..] : Title;

    /// <summary>Whether it is one of Paretune's, not of a custom trainer, whose names stand as they are.</summary>
    private bool IsPredefined => Networks.Contains(this) || Common.Contains(this) || Recipe.Contains(this);

    /// <summary>Whether its values are numbers; not known for a custom trainer.</summary>
    public bool IsNumber => Hyperparameters.Find(Key) is { Kind: not HyperparameterKind.Choice };

    public HyperparameterValue Value(Configuration one) => one[Key];

    /// <summary>A value as tables show it.</summary>
    public string Text(Configuration one) => Formatter.Value(Value(one));

    private static HyperparameterColumn ColumnOf(Hyperparameter one) => new(one.Name, one.Symbol ?? one.Name);
}
