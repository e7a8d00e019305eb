using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>waiting → delivered | givenUp.</summary>
public enum NotificationState
{
    Waiting,
    Delivered,

    /// <summary>Every attempt failed; delivery is not tried again.</summary>
    GivenUp,
}

/// <summary>A notification that a search has ended, and the state of its delivery.</summary>
/// <param name="Delivery">Equal in every attempt, so that a receiver can recognize duplicates.</param>
/// <param name="Target">The address it is sent to.</param>
/// <param name="Attempts">The attempts so far, including one under way.</param>
/// <param name="CreatedAt">When the search ended.</param>
/// <param name="FinishedAt">When it was delivered or given up; null while waiting.</param>
/// <param name="NextAt">The next attempt; null unless waiting.</param>
/// <param name="Reason">The result of the last attempt; empty before the first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.NotificationView")]
public sealed record NotificationView(
    [property: Id(0)] string Delivery, [property: Id(1)] string Target, [property: Id(2)] NotificationState State,
    [property: Id(3)] int Attempts, [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FinishedAt,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt,
    [property: Id(7)] string Reason);
