using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>One configuration: a point of a search's space.</summary>
/// <param name="Dilation">δ, the paper's dilation rate; torch's dilation is 2δ−1.</param>
/// <param name="Width">α, the factor of every channel count.</param>
/// <param name="Resolution">ρ, the factor of the input's side.</param>
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

    /// <summary>The hyperparameters that the search's custom trainer declares, by name; null without a custom trainer.</summary>
    [Id(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, HyperparameterValue>? Hyperparameters { get; init; }

    /// <summary>The recipe; null in searches from before recipes, which use <see cref="RecipeOptions.Former"/>.</summary>
    [Id(16)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RecipeOptions? Recipe { get; init; }

    /// <summary>Returns the value of a hyperparameter; 0 if the configuration has none of this name.</summary>
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

    /// <summary>Creates a configuration from values by name.</summary>
    /// <param name="values">
    /// All of <see cref="HyperparameterNames.Common"/>, and those of the recipe if there is one; all others belong to a custom trainer.
    /// </param>
    /// <param name="hasTrainer">Whether a custom trainer trains the configuration. It may declare no hyperparameters.</param>
    public static Configuration Create(IReadOnlyDictionary<string, HyperparameterValue> values, bool hasTrainer) => Create(
        values, hasTrainer, hasTrainer ? HyperparameterNames.RecipeOfTrainers : HyperparameterNames.Recipe);

    /// <param name="ofRecipe">
    /// The names that belong to the recipe; a custom trainer of an earlier version may have declared one of them itself.
    /// </param>
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
