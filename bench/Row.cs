using System.Text.Json.Serialization;

namespace Paretune.Bench;

/// <summary>
/// One measurement. A ratio compares two things that are measured alternately in the same run, so that a busy machine slows both.
/// </summary>
/// <param name="Goal">The value that is just good enough; null for a measurement without a goal.</param>
/// <param name="AtMost">Whether lower is better.</param>
internal sealed record Row(string Name, double Value, string Unit, double? Goal = null, bool AtMost = false)
{
    public bool? Met => Goal is not { } goal ? null : AtMost ? Value <= goal : Value >= goal;

    /// <summary>The quartiles if the value is a median; otherwise null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Quartiles? Quartiles { get; init; }

    /// <summary>A note on this value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The cell of a grid in which the value is shown; null to show it on a line of its own.</summary>
    [JsonIgnore]
    public Cell? Cell { get; init; }
}

/// <summary>A cell in one of several grids.</summary>
internal sealed record Cell(string Grid, string Line, string Column);

internal readonly record struct Quartiles(double Low, double High);
