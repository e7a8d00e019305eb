using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The form of objectives before they were keys of metrics, only for processes of that version, which read nothing else. It has no new
/// values.
/// </summary>
internal enum Objective
{
    Accuracy,
    Parameters,
    Macs,
    Bytes,
    Latency,

    /// <summary>Any other. The version before fails on it, rather than decide on fewer objectives than the search has.</summary>
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
