using Paretune.Tuning.Networks;

namespace Paretune.Dashboard.Charts;

/// <summary>What configurations are called in charts.</summary>
internal static class Names
{
    /// <summary>With the network's name, unless it is the one that goes without saying.</summary>
    public static string Configuration(TrialView trial) =>
        trial.Network is "" or NetworkCatalog.Default ? Configuration(trial.Configuration) : $"{trial.Network} {Configuration(trial.Configuration)}";

    public static string Configuration(Configuration one) => FormattableString.Invariant($"δ {one.Dilation} α {one.Width:0.###} ρ {one.Resolution:0.###}");
}
