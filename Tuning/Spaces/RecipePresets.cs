using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>Recipes by name: the values of hyperparameters that a space does not name.</summary>
public static class RecipePresets
{
    /// <summary>The key of a search file.</summary>
    public const string Key = "recipe";

    private const string Default = "default", Fast = "fast";

    // At 32 pixels the last modules see maps of one pixel; images of 32 are worth resizing (docs/performance.md).
    internal const int SideOfFast = 64;

    // Measured in docs/performance.md: the most accuracy for a time on a CPU.
    private static readonly FrozenDictionary<string, FrozenDictionary<string, HyperparameterValue>> All =
        new Dictionary<string, FrozenDictionary<string, HyperparameterValue>>
        {
            [Default] = FrozenDictionary<string, HyperparameterValue>.Empty,
            [Fast] = new Dictionary<string, HyperparameterValue>
            {
                [HyperparameterNames.Schedule] = RecipeWords.Format(Schedule.OneCycle),
                [HyperparameterNames.Warmup] = 0.3,
                [HyperparameterNames.WeightDecay] = 0.05,
                [HyperparameterNames.LabelSmoothing] = 0.05,
            }.ToFrozenDictionary(),
        }.ToFrozenDictionary();

    /// <summary>The default first.</summary>
    public static ImmutableArray<string> Names { get; } =
        [Default, .. All.Keys.Where(name => name != Default).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The least side in pixels that images are resized to where the search names none; 0 where the recipe asks for none.
    /// </summary>
    public static int LeastSide(string? recipe) => recipe == Fast ? SideOfFast : 0;

    /// <summary>The recipe's value of a hyperparameter; null if the recipe leaves it at its default.</summary>
    /// <param name="recipe">One of <see cref="Names"/>.</param>
    public static HyperparameterValue? ValueOf(string recipe, string hyperparameter) =>
        All[recipe].TryGetValue(hyperparameter, out var value) ? value : (HyperparameterValue?)null;
}
