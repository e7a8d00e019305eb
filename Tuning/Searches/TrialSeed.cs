using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paretune.Tuning.Searches;

/// <summary>
/// The seed of what is random in one trial alone. It follows from what is trained and not from the trial's number, so that a value added to
/// a list, another order or another strategy trains the same weights.
/// </summary>
public static class TrialSeed
{
    /// <param name="seed">The search's.</param>
    /// <param name="replicate">0 for the trial itself; each repetition with other weights has its own number.</param>
    public static long Compute(long seed, string network, Configuration configuration, int replicate = 0)
    {
        var hash = SHA256.HashData(
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed}|{network}|{Canonical(configuration)}|{replicate}")));
        return BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue;
    }

    /// <summary>
    /// The same text for equal configurations, on every machine: each value by its name, numbers as the shortest that read back as
    /// themselves.
    /// </summary>
    public static string Canonical(Configuration configuration) => string.Join(';',
        HyperparameterNames.Common.Concat(RecipeOf(configuration)).Concat(configuration.Hyperparameters?.Keys ?? [])
            .Select(name => $"{name}={Text(configuration[name])}"));

    // Configurations from before recipes keep their text, and so do those from before images could grow.
    private static ImmutableArray<string> RecipeOf(Configuration one) =>
        one.Recipe is null ? []
        : one.Hyperparameters is null
            ? one.Recipe.Progressive > 0 ? HyperparameterNames.Recipe : HyperparameterNames.Recipe.Remove(HyperparameterNames.Progressive)
        : HyperparameterNames.RecipeOfTrainers;

    private static string Text(HyperparameterValue value) => value.Word ?? value.Number.ToString("R", CultureInfo.InvariantCulture);
}
