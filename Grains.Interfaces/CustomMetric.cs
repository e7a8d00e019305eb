using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A metric beside accuracy and loss that programs report. A search or its trainer declares it.</summary>
/// <param name="Min">The lowest possible value; null if unbounded.</param>
/// <param name="Max">The highest possible value; null if unbounded.</param>
/// <param name="Unit">The unit shown after values, such as "J"; null if there is none.</param>
[GenerateSerializer, Immutable, Alias("Paretune.OwnMetric")]
public sealed record CustomMetric(
    [property: Id(0)] MetricGoal Goal,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Min,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Max,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unit)
{
    /// <summary>The report from which a trial's value is taken.</summary>
    [Id(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricWhen When { get; init; }
}

/// <summary>The report from which a trial's value of a metric is taken.</summary>
public enum MetricWhen
{
    /// <summary>The report of the best epoch, as for accuracy.</summary>
    Best,

    /// <summary>The report of the last epoch, for example for the energy of the whole training.</summary>
    End,
}

public enum MetricGoal
{
    Maximize,
    Minimize,
}
