using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>waiting → delivered | givenUp.</summary>
public enum NotificationState
{
    Waiting,
    Delivered,

    /// <summary>Every try failed; it is not tried again.</summary>
    GivenUp,
}

/// <summary>The message that a search has ended, and what became of it.</summary>
/// <param name="Delivery">Equal in every try at it, so that a receiver can drop what it has had.</param>
/// <param name="Target">Where it goes.</param>
/// <param name="Attempts">Tries so far, one under way included.</param>
/// <param name="CreatedAt">When the search ended.</param>
/// <param name="FinishedAt">When it was delivered or given up; null while it waits.</param>
/// <param name="NextAt">The next try while it waits, else null.</param>
/// <param name="Reason">The result of the last attempt; empty before the first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.NotificationView")]
public sealed record NotificationView(
    [property: Id(0)] string Delivery, [property: Id(1)] string Target, [property: Id(2)] NotificationState State,
    [property: Id(3)] int Attempts, [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? FinishedAt,
    [property: Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextAt,
    [property: Id(7)] string Reason);
