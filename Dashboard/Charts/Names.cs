using Paretune.Tuning.Networks;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Charts;

/// <summary>What configurations are called in charts.</summary>
internal static class Names
{
    /// <summary>With the network's name, unless it is the one that goes without saying.</summary>
    public static string Configuration(TrialView trial) =>
        trial.Network is "" or NetworkCatalog.Default || trial.Configuration.Hyperparameters is not null
        ? Show.Configuration(trial.Configuration)
        : $"{trial.Network} {Show.Configuration(trial.Configuration)}";
}
