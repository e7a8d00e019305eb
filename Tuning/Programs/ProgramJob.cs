using System.Collections.Immutable;

namespace Paretune.Tuning.Programs;

/// <summary>A job in the words of programs: docs/protocol.md.</summary>
public static class ProgramJob
{
    private const long SeedMask = int.MaxValue;

    // What only networks of ours have, and a program would take for its own.
    private static readonly ImmutableArray<string> OfNetworks =
        [HyperparameterNames.Dilation, HyperparameterNames.Width, HyperparameterNames.Resolution];

    /// <summary>Below 2³¹, so that it fits into any language's generator. Equal for equal configurations of equal searches.</summary>
    public static long SeedOf(Job job) => (job.TrialSeed ?? job.Seed) & SeedMask;

    /// <summary>Every hyperparameter by its name, those of the search's own space among them.</summary>
    public static ImmutableSortedDictionary<string, HyperparameterValue> ConfigurationOf(Configuration one) =>
        HyperparameterNames.Common.Except(OfNetworks).Concat(HyperparameterNames.RecipeOfTrainers).Concat(one.Hyperparameters?.Keys ?? [])
            .ToImmutableSortedDictionary(name => name, name => one[name], StringComparer.Ordinal);
}
