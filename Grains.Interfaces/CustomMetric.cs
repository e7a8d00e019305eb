using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A custom metric, which programs report beside accuracy and loss; the search or its trainer names it.</summary>
/// <param name="Min">The least that it can be; null where there is no bound.</param>
/// <param name="Max">The most that it can be; null where there is no bound.</param>
/// <param name="Unit">Shown after its values, such as "J"; null where it has none.</param>
[GenerateSerializer, Immutable, Alias("Paretune.OwnMetric")]
public sealed record CustomMetric(
    [property: Id(0)] MetricGoal Goal,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Min,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Max,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit)
{
    /// <summary>Which of its values a trial has.</summary>
    [Id(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricWhen When { get; init; }
}

/// <summary>Which report's value of a metric a trial has.</summary>
public enum MetricWhen
{
    /// <summary>That of its best epoch, as its accuracy.</summary>
    Best,

    /// <summary>That of its last epoch, such as what all of the training took.</summary>
    End,
}

public enum MetricGoal
{
    Maximize,
    Minimize,
}
