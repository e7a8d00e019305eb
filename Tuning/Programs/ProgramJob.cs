using System.Collections.Immutable;

namespace Paretune.Tuning.Programs;

/// <summary>Formats a job for programs; see docs/protocol.md.</summary>
public static class ProgramJob
{
    private const long SeedMask = int.MaxValue;

    // Only built-in networks have these; a program might take them for its own hyperparameters.
    private static readonly ImmutableArray<string> OfNetworks =
        [HyperparameterNames.Dilation, HyperparameterNames.Width, HyperparameterNames.Resolution];

    /// <summary>
    /// Returns a seed below 2³¹, so that it fits any language's generator. Equal for equal configurations of equal searches.
    /// </summary>
    public static long SeedOf(Job job) => (job.TrialSeed ?? job.Seed) & SeedMask;

    /// <summary>Returns every hyperparameter by name, including those that the search declares.</summary>
    public static ImmutableSortedDictionary<string, HyperparameterValue> ConfigurationOf(Configuration one) =>
        HyperparameterNames.Common.Except(OfNetworks).Concat(HyperparameterNames.RecipeOfTrainers).Concat(one.Hyperparameters?.Keys ?? [])
            .ToImmutableSortedDictionary(name => name, name => one[name], StringComparer.Ordinal);
}
