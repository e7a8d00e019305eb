using System.Text.Json.Serialization;

namespace Paretune.Bench;

/// <summary>One figure. Ratios are of two things measured in turn in the same run, so that a busy machine slows both.</summary>
/// <param name="Goal">The value that is just good enough; null where the figure is for information.</param>
/// <param name="AtMost">Whether less is better.</param>
internal sealed record Row(string Name, double Value, string Unit, double? Goal = null, bool AtMost = false)
{
    public bool? Met => Goal is not { } goal ? null : AtMost ? Value <= goal : Value >= goal;

    /// <summary>Where the value is a median: what a quarter of the values stays below, and what a quarter is above; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Quartiles? Quartiles { get; init; }

    /// <summary>What a reader of this one value should know.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>Its place if many values are best read as a grid; null if it is a separate line.</summary>
    [JsonIgnore]
    public Cell? Cell { get; init; }
}

/// <summary>A place in one of several grids.</summary>
internal sealed record Cell(string Grid, string Line, string Column);

internal readonly record struct Quartiles(double Low, double High);
