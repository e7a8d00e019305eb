namespace Paretune.Dashboard.Charts;

/// <summary>What configurations are called in charts.</summary>
internal static class Names
{
    public static string Configuration(TrialView trial) => Configuration(trial.Configuration);

    public static string Configuration(Configuration one) => FormattableString.Invariant($"δ {one.Dilation} α {one.Width:0.###} ρ {one.Resolution:0.###}");
}
