namespace Paretune.Dashboard.Charts;

/// <summary>Vertical axes of what an epoch reaches; with as many digits as tell the marks apart.</summary>
internal static class ValueAxis
{
    // Of equal values plotly would otherwise show 100 points above and below.
    public static object Accuracy { get; } = new { tickformat = ".3~%", autorangeoptions = new { clipmin = 0, clipmax = 1 } };

    public static object Loss { get; } = new { tickformat = ".5~g" };

    /// <summary>Also very small ones.</summary>
    public static object LearningRate { get; } = new { tickformat = "~g" };
}
