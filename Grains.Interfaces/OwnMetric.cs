using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A metric of the users' own, which the programs of an external search report with each epoch; the search names it.</summary>
/// <param name="Min">The least that it can be; null where there is no bound.</param>
/// <param name="Max">The most that it can be; null where there is no bound.</param>
/// <param name="Unit">Shown after its values, such as "J"; null where it has none.</param>
[GenerateSerializer, Immutable, Alias("Paretune.OwnMetric")]
public sealed record OwnMetric(
    [property: Id(0)] MetricGoal Goal,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Min,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Max,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit);

public enum MetricGoal
{
    Maximize,
    Minimize,
}
