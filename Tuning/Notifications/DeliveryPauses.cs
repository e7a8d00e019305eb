using System.Collections.Immutable;

namespace Paretune.Tuning.Notifications;

/// <summary>
/// How long a notification waits after each try that failed. After the last one it is given up, about a day after the end.
/// </summary>
public static class DeliveryPauses
{
    // The first outlasts a try, so that no two silos try at once.
    private static readonly ImmutableArray<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    /// <summary>How long a receiver may take to answer.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries in all.</summary>
    public static int Most => Pauses.Length + 1;

    /// <summary>
    /// The pause after the try of this number, from 1; that after the last one matters only where its end is not recorded.
    /// </summary>
    public static TimeSpan After(int attempt) => Pauses[Math.Min(attempt, Pauses.Length) - 1];
}
