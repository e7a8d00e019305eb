using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>One point of a space.</summary>
/// <param name="Dilation">δ, the paper's dilation rate; torch's dilation is 2δ−1.</param>
/// <param name="Width">α, multiplies every channel count.</param>
/// <param name="Resolution">ρ, multiplies the side of the input.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Configuration")]
public sealed record Configuration(
    [property: Id(0)] int Dilation,
    [property: Id(1)] double Width,
    [property: Id(2)] double Resolution,
    [property: Id(3)] double LearningRate,
    [property: Id(4)] double WeightDecay,
    [property: Id(5)] int BatchSize)
{
    private static readonly ImmutableSortedDictionary<string, HyperparameterValue> Nothing =
        ImmutableSortedDictionary<string, HyperparameterValue>.Empty;

    /// <summary>Those that the search's custom trainer declares, by name; null where it has none.</summary>
    [Id(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, HyperparameterValue>? Hyperparameters { get; init; }

    /// <summary>Null in searches from before recipes could be chosen: <see cref="RecipeOptions.Former"/>.</summary>
    [Id(16)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecipeOptions? Recipe { get; init; }

    /// <summary>The value of a hyperparameter; 0 where the configuration has none of this name.</summary>
    public HyperparameterValue this[string name] => name switch
    {
        HyperparameterNames.Dilation => Dilation,
        HyperparameterNames.Width => Width,
        HyperparameterNames.Resolution => Resolution,
        HyperparameterNames.LearningRate => LearningRate,
        HyperparameterNames.WeightDecay => WeightDecay,
        HyperparameterNames.BatchSize => BatchSize,
        _ => Hyperparameters?.TryGetValue(name, out var own) == true ? own : (Recipe ?? RecipeOptions.Former)[name] ?? default,
    };

    /// <summary>The configuration with these values by name.</summary>
    /// <param name="values">
    /// All of <see cref="HyperparameterNames.Common"/>, and those of the recipe where there is one; others are those of a custom trainer.
    /// </param>
    /// <param name="hasTrainer">Whether a custom trainer trains it, which may declare none.</param>
    public static Configuration Create(IReadOnlyDictionary<string, HyperparameterValue> values, bool hasTrainer) => Create(
        values, hasTrainer, hasTrainer ? HyperparameterNames.RecipeOfTrainers : HyperparameterNames.Recipe);

    /// <param name="ofRecipe">Which names are of the recipe; a custom trainer of before may have declared one of them itself.</param>
    /// <inheritdoc cref="Create(IReadOnlyDictionary{string, HyperparameterValue}, bool)"/>
    public static Configuration Create(
        IReadOnlyDictionary<string, HyperparameterValue> values, bool hasTrainer, ImmutableArray<string> ofRecipe) => new(
        (int)values[HyperparameterNames.Dilation].Number, values[HyperparameterNames.Width].Number,
        values[HyperparameterNames.Resolution].Number,
        values[HyperparameterNames.LearningRate].Number, values[HyperparameterNames.WeightDecay].Number,
        (int)values[HyperparameterNames.BatchSize].Number)
        {
            Recipe = RecipeOptions.Create(values, ofRecipe),
            Hyperparameters = hasTrainer
            ? values.Where(one => !HyperparameterNames.Common.Contains(one.Key) && !ofRecipe.Contains(one.Key))
                .ToImmutableSortedDictionary(StringComparer.Ordinal)
            : null,
        };

    public bool Equals(Configuration? other) =>
        other is not null && Known(this) == Known(other) && Recipe == other.Recipe
        && (Hyperparameters ?? Nothing).SequenceEqual(other.Hyperparameters ?? Nothing);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Known(this));
        hash.Add(Recipe);
        foreach (var (_, value) in Hyperparameters ?? Nothing)
            hash.Add(value);
        return hash.ToHashCode();
    }

    private static (int, double, double, double, double, int) Known(Configuration one) =>
        (one.Dilation, one.Width, one.Resolution, one.LearningRate, one.WeightDecay, one.BatchSize);
}
