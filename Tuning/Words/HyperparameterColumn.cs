using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Words;

/// <summary>One hyperparameter of configurations, as a column of a table.</summary>
/// <param name="Key">As JSON and files name it.</param>
/// <param name="Title">As people read it.</param>
public sealed record HyperparameterColumn(string Key, string Title)
{
    private static readonly ImmutableArray<HyperparameterColumn> Networks = [.. Hyperparameters.OfNetworks.Select(ColumnOf)];

    /// <summary>Those of any training.</summary>
    public static ImmutableArray<HyperparameterColumn> Common { get; } = [.. Hyperparameters.OfTraining.Select(ColumnOf)];

    /// <summary>What makes a model: δ, α and ρ of Paretune's networks, or what a custom trainer has in their place.</summary>
    /// <param name="any">A configuration of the search: all of them have the same.</param>
    public static ImmutableArray<HyperparameterColumn> OfModel(Configuration? any) =>
        any?.Hyperparameters is { } own ? [.. own.Keys.Select(name => new HyperparameterColumn(name, name))] : Networks;

    public HyperparameterValue Of(Configuration one) => one[Key];

    /// <summary>A value as tables show it.</summary>
    public string Text(Configuration one) => Show.Value(Of(one));

    private static HyperparameterColumn ColumnOf(Hyperparameter one) => new(one.Name, one.Symbol ?? one.Name);
}
