using System.Collections.Immutable;

namespace Paretune.Tuning.Notifications;

/// <summary>
/// The pauses between attempts to deliver a notification. After the last attempt, about a day after the search's end, delivery is given up.
/// </summary>
public static class DeliveryPauses
{
    // The first pause is longer than the timeout, so that two silos never deliver at the same time.
    private static readonly ImmutableArray<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    /// <summary>The timeout of one delivery.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of attempts.</summary>
    public static int Most => Pauses.Length + 1;

    /// <summary>
    /// Returns the pause after an attempt, counted from 1. The pause after the last attempt applies only if its failure could not be
    /// recorded.
    /// </summary>
    public static TimeSpan After(int attempt) => Pauses[Math.Min(attempt, Pauses.Length) - 1];
}
