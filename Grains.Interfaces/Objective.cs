using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// Objectives as an enum, before they were keys of metrics. Written only for processes of 0.1, which read nothing else; no values are
/// added.
/// </summary>
internal enum Objective
{
    Accuracy,
    Parameters,
    Macs,
    Bytes,
    Latency,

    /// <summary>Any later objective. A process of 0.1 fails on it, instead of deciding on fewer objectives than the search has.</summary>
    Newer = 99,
}

internal static class ObjectiveKeys
{
    public static ImmutableArray<string> Keys(this ImmutableArray<Objective> known) =>
        known.IsDefaultOrEmpty ? [] : [.. known.Select(KeyOf)];

    public static ImmutableArray<Objective> Known(this ImmutableArray<string> keys) => [.. keys.Select(Known)];

    private static Objective Known(string key) =>
        Enum.GetValues<Objective>().FirstOrDefault(objective => KeyOf(objective) == key, Objective.Newer);

    private static string KeyOf(Objective objective) => objective.ToString().ToLowerInvariant();
}
