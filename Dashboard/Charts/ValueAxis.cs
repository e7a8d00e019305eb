namespace Paretune.Dashboard.Charts;

/// <summary>Vertical axes of per-epoch values, with enough digits to tell ticks apart.</summary>
internal static class ValueAxis
{
    // For equal values, plotly's own range would span 100 points above and below.
    public static object Accuracy { get; } = new { tickformat = ".3~%", autorangeoptions = new { clipmin = 0, clipmax = 1 } };

    public static object Loss { get; } = new { tickformat = ".5~g" };

    /// <summary>An axis that also shows very small rates.</summary>
    public static object LearningRate { get; } = new { tickformat = "~g" };
}
