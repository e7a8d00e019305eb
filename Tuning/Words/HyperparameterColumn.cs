using System.Collections.Immutable;

namespace Paretune.Tuning.Words;

/// <summary>One hyperparameter of configurations, as a column of a table.</summary>
/// <param name="Key">As JSON and files name it.</param>
/// <param name="Title">As people read it.</param>
public sealed record HyperparameterColumn(string Key, string Title, Func<Configuration, HyperparameterValue> Of)
{
    private static readonly ImmutableArray<HyperparameterColumn> _networks =
    [
        new("dilation", "δ", one => one.Dilation), new("width", "α", one => one.Width), new("resolution", "ρ", one => one.Resolution),
    ];

    /// <summary>Those of any training.</summary>
    public static ImmutableArray<HyperparameterColumn> Common { get; } =
    [
        new("learningRate", "learning rate", one => one.LearningRate), new("weightDecay", "weight decay", one => one.WeightDecay),
        new("batchSize", "batch", one => one.BatchSize),
    ];

    /// <summary>What makes a model: δ, α and ρ of Paretune's networks, or what a trainer of the users' own has in their place.</summary>
    /// <param name="any">A configuration of the search: all of them have the same.</param>
    public static ImmutableArray<HyperparameterColumn> OfModel(Configuration? any) => any?.Hyperparameters is { } own
        ? [.. own.Keys.Select(name => new HyperparameterColumn(name, name, one => Own(one, name)))]
        : _networks;

    /// <summary>A value as tables show it.</summary>
    public string Text(Configuration one) => Show.Value(Of(one));

    private static HyperparameterValue Own(Configuration one, string name) => one.Hyperparameters?.GetValueOrDefault(name) ?? default;
}
